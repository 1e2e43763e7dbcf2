using IsacCluster.Cluster.Storage;
using Microsoft.Data.Sqlite;

namespace IsacCluster.Cluster.Tests.Storage;

/// <summary>Damages a database that is closed, as a failing disk does: what a record holds is no longer what was written.</summary>
internal static class FlippedByte
{
    /// <summary>Flips one bit in the middle of what a record holds, beside its checksum.</summary>
    /// <param name="name">Of the record, such as "lane".</param>
    /// <param name="part">Of the key of the first such record.</param>
    /// <returns>The key.</returns>
    public static string In(string database, string name, string part)
    {
        string key;
        byte[] payload;
        using (var snapshot = SqliteSnapshot.Open(database))
        {
            key = snapshot.Keys(name).First(known => known.Contains(part, StringComparison.Ordinal));
            payload = snapshot.ReadAsync(name, key).Result!.Payload;
        }

        payload[payload.Length / 2] ^= 4;
        Execute(
            database, "UPDATE state SET payload = $payload WHERE name = $name AND key = $key", ("$payload", payload), ("$name", name),
            ("$key", key));
        return key;
    }

    /// <summary>Removes a record.</summary>
    public static void Remove(string database, string name, string key) => Execute(
        database, "DELETE FROM state WHERE name = $name AND key LIKE $key", ("$name", name), ("$key", $"%{key}"));

    /// <summary>Runs a command that changes one record.</summary>
    private static void Execute(string database, string text, params (string Name, object Value)[] parameters)
    {
        var file = new SqliteConnectionStringBuilder { DataSource = database, Pooling = false };
        using var connection = new SqliteConnection(file.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = text;
        foreach ((string name, object value) in parameters) command.Parameters.AddWithValue(name, value);
        Assert.Equal(1, command.ExecuteNonQuery());
    }
}
