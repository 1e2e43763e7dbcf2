using IsacCluster.Campaigns.MonteCarlo;
using Parquet;
using Parquet.Schema;
using ParquetSharp;

namespace IsacCluster.Campaigns.Tests.MonteCarlo;

public sealed class RowsParquetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Columns_have_types_nulls_and_a_column_for_each_user()
    {
        Write();
        Assert.Equal(["rows.csv", "rows.parquet"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
        await using Parquet.ParquetReader reader = await ParquetReader.CreateAsync(_folder["rows.parquet"]);
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

    /// <summary>The reader that pandas and R have, in C++.</summary>
    [Fact]
    public void Apache_Arrow_reads_the_same()
    {
        Write();
        using var file = new ParquetFileReader(_folder["rows.parquet"]);
        using RowGroupReader group = file.RowGroup(0);
        Assert.Equal(2, group.MetaData.NumRows);
        Assert.Equal(11, group.MetaData.NumColumns);
        Assert.Equal(["users=2,sinr_db=8", "users=1,sinr_db=8"], Column<string>(0));
        Assert.Equal([0, 7], Column<long>(1));
        Assert.Equal(["optimal", "infeasible"], Column<string>(4));
        Assert.Equal([0.25, null], Column<double?>(5));
        Assert.Equal([true, false], Column<bool?>(6));
        Assert.Equal([null, true], Column<bool?>(7));
        Assert.Equal([7.25, null], Column<double?>(9));

        T[] Column<T>(int index)
        {
            using LogicalColumnReader<T> column = group.Column(index).LogicalReader<T>();
            return column.ReadAll(2);
        }
    }

    private void Write()
    {
        File.WriteAllText(_folder["rows.csv"], """
            point,sample,feasible,algorithm,status,mse,satisfied,projected,sinr,metric_sum_rate
            "users=2,sinr_db=8",0,true,sdr,optimal,0.25,true,,6.5 7.25,3.5
            "users=1,sinr_db=8",7,false,sdr,infeasible,,false,true,,

            """);
        RowsParquet.Write(_folder["rows.csv"], _folder["rows.parquet"], users: 2);
    }
}
