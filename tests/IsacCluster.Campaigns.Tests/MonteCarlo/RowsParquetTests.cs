using IsacCluster.Campaigns.MonteCarlo;
using Parquet;
using Parquet.Schema;

namespace IsacCluster.Campaigns.Tests.MonteCarlo;

public sealed class RowsParquetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Columns_have_types_nulls_and_a_column_for_each_user()
    {
        await File.WriteAllTextAsync(_folder["rows.csv"], """
            point,sample,feasible,algorithm,status,mse,satisfied,projected,sinr,metric_sum_rate
            "users=2,sinr_db=8",0,true,sdr,optimal,0.25,true,,6.5 7.25,3.5
            "users=1,sinr_db=8",7,false,sdr,infeasible,,false,true,,

            """);
        RowsParquet.Write(_folder["rows.csv"], _folder["rows.parquet"], users: 2);
        Assert.Equal(["rows.csv", "rows.parquet"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
        await using ParquetReader reader = await ParquetReader.CreateAsync(_folder["rows.parquet"]);
        DataField[] fields = reader.Schema.GetDataFields();
        Assert.Equal(
            ["point", "sample", "feasible", "algorithm", "status", "mse", "satisfied", "projected", "sinr_1", "sinr_2", "metric_sum_rate"],
            fields.Select(field => field.Name));
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);
        var points = new string[2];
        await group.ReadAsync(fields[0], points);
        Assert.Equal(["users=2,sinr_db=8", "users=1,sinr_db=8"], points);
        var samples = new long[2];
        await group.ReadAsync<long>(fields[1], samples);
        Assert.Equal([0, 7], samples);
        var flags = new bool?[2];
        await group.ReadAsync<bool>(fields[7], flags);
        Assert.Equal([null, true], flags);
        foreach ((int field, double? first) in ((int, double?)[])[(5, 0.25), (8, 6.5), (9, 7.25), (10, 3.5)])
        {
            var numbers = new double?[2];
            await group.ReadAsync<double>(fields[field], numbers);
            Assert.Equal([first, null], numbers);
        }
    }
}
