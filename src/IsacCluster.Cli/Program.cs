using IsacCluster.Cli;

return await IsacCommandLine.RunAsync(args).ConfigureAwait(false);
