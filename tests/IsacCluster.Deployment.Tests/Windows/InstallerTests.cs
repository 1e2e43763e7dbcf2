using IsacCluster.Deployment.Tests.Files;

namespace IsacCluster.Deployment.Tests.Windows;

public sealed class InstallerTests
{
    private const string Script = InstallerRules.Path, Guide = InstallerRules.Guide;

    [Fact]
    public void The_script_is_right() => Assert.Empty(InstallerRules.Problems(DeploymentFiles.Committed));

    [Theory]
    [InlineData(Script, "'--gateway-port'", "'--gateway'", "'--gateway' is no option")]
    [InlineData(Script, "'--name', $Name", "'--name'", "--name has no value")]
    [InlineData(Script, "'--cluster', $Cluster, ", "", "--cluster is missing")]
    [InlineData(Script, "@('--otlp', $Otlp,", "@('--otel', $Otlp,", "'--otel' is no option")]
    [InlineData(Script, "ISAC_HTTP_TOKEN_FILE", "ISAC_TOKEN_FILE", "without ISAC_HTTP_TOKEN_FILE")]
    [InlineData(Script, "function Get-SiloArguments", "function Get-Arguments", "no function Get-SiloArguments")]
    [InlineData(Script, "-LocalPort $Port ", "-LocalPort $SiloPort ", "$SiloPort is never set")]
    [InlineData(Script, "$quoted -join", "$quotes -join", "$quotes is never set")]
    [InlineData(Script, "\"isac-silo-$Name\"", "\"isac-silo-$NodeName\"", "$NodeName is never set")]
    [InlineData(Script, "function Stop-Silo {", "function Stop-Silo ", "closes nothing")]
    [InlineData(
        Script, "    Stop-Service -Name $serviceName\n        ", "    if ($true) { (Stop-Service -Name $serviceName }\n        ",
        "closes nothing")]
    [InlineData(Script, "'-p:TorchFlavor=cuda-windows'", "'-p:TorchFlavor=cpu'", "without the flavour cuda-windows")]
    [InlineData(Script, "-RemoteAddress $ClusterAddresses", "-RemoteAddress Any", "without a firewall rule for the cluster alone")]
    [InlineData(Script, "'/inheritance:r', ", "", "inherits no rights")]
    [InlineData(Script, "#Requires -RunAsAdministrator\n", "", "without rights of an administrator")]
    [InlineData(Script, "-AsSecureString", "", "without hidden input")]
    [InlineData(
        Script, "[ValidatePattern('^[A-Za-z0-9.-]+:[0-9]{1,5}$')] [string] $Store", "[string] $Store", "parameter Store is not validated")]
    [InlineData(Guide, "-Slots cpu=4,cuda=1", "-Slot cpu=4,cuda=1", "-Slot, which is no parameter")]
    [InlineData(Guide, "install-windows-gpu-node.ps1 -Name gpu-1 -Uninstall", "uninstall", "show no install and uninstall")]
    public void A_broken_script_is_reported(string file, string old, string replacement, string problem) => Assert.Contains(
        InstallerRules.Problems(DeploymentFiles.Committed.With(file, old, replacement)),
        found => found.Contains(problem, StringComparison.Ordinal));

    [Theory]
    [InlineData("Write-Output 'no end")]
    [InlineData("Write-Output \"no end")]
    [InlineData("<# no end")]
    public void A_text_without_end_is_refused(string script) => Assert.Throws<FormatException>(() => PowerShellText.Code(script));

    [Fact]
    public void Comments_and_texts_are_no_code()
    {
        string code = PowerShellText.Code("$a = '$b (' # $c (\n\"x ($d) $($e.F('(')) `$f\" <# $g #> $h\n");
        Assert.Equal(["$a", "$d", "$e", "$h"], System.Text.RegularExpressions.Regex.Matches(code, @"\$\w+").Select(match => match.Value));
        Assert.Null(PowerShellText.Unbalanced(code));
    }
}
