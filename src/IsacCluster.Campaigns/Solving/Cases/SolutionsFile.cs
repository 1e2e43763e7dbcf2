using System.Text.Json;
using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Reporting.Files;
using IsacCluster.Solvers;

namespace IsacCluster.Campaigns.Solving.Cases;

/// <summary>
/// Writes solutions, schema isac-solutions-v1: cases in their order, problems in the order of <see cref="CaseProblems.All"/>, so
/// equal solutions give equal bytes. JSON has no NaN: numbers that are not defined are null.
/// </summary>
public static class SolutionsFile
{
    public const string Schema = "isac-solutions-v1";

    /// <summary>Writes the file atomically.</summary>
    /// <exception cref="IOException">The file cannot be written; the message names it.</exception>
    public static WrittenFile Write(string path, IEnumerable<CaseSolution> solutions)
    {
        using var buffer = new MemoryStream();
        Write(buffer, solutions);
        return AtomicFile.Write(path, buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <summary>Writes to a stream, for standard output.</summary>
    public static void Write(Stream stream, IEnumerable<CaseSolution> solutions)
    {
        ArgumentNullException.ThrowIfNull(solutions);
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteString("schema", Schema);
        json.WriteStartArray("cases");
        IReadOnlyList<string> problems = CaseProblems.All;
        foreach (CaseSolution solution in solutions) WriteCase(json, solution, problems);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
    }

    /// <summary>The key of a problem in the file: min_power for min-power.</summary>
    public static string KeyOf(string problem) => problem.Replace('-', '_');

    private static void WriteCase(Utf8JsonWriter json, CaseSolution solution, IReadOnlyList<string> problems)
    {
        json.WriteStartObject();
        json.WriteString("id", solution.Id);
        foreach (string problem in problems)
        {
            if (!solution.Problems.TryGetValue(problem, out ProblemSolution? solved)) continue;
            json.WriteStartObject(KeyOf(problem));
            WriteProblem(json, problem, solved);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteProblem(Utf8JsonWriter json, string problem, ProblemSolution solved)
    {
        json.WriteString("status", SolveStatusNames.Of(solved.Status));
        if (problem == CaseProblems.MinimumPower)
        {
            WriteNumber(json, "power", solved.Power);
        }
        else
        {
            WriteNumber(json, "mse", solved.Mse);
            if (problem == CaseProblems.Projection) WriteNumber(json, "dist2", solved.SquaredDistance);
            WriteNumber(json, "rel_gap", solved.RelativeGap);
            WriteNumber(json, "primal_residual", solved.PrimalResidual);
        }

        json.WriteNumber("iterations", solved.Iterations);
        if (solved.Presolved) json.WriteBoolean("presolved", true);
        WriteNumber(json, "time_us", solved.TimeUs);
        if (solved.Design is Design design)
        {
            WriteMatrix(json, "c_real_imag", design.C);
            WriteMatrix(json, "s_real_imag", design.S);
        }

        if (solved.Certificate is InfeasibilityCertificate certificate) WriteCertificate(json, certificate);
    }

    private static void WriteCertificate(Utf8JsonWriter json, InfeasibilityCertificate certificate)
    {
        json.WriteStartObject("certificate");
        switch (certificate)
        {
            case MinimumPowerCertificate power:
                json.WriteString("kind", "minimum-power");
                WriteNumbers(json, "lambda", power.Lambda);
                WriteNumber(json, "lower_bound", power.LowerBoundOnPower);
                break;
            case DivergenceCertificate divergence:
                json.WriteString("kind", "divergence");
                WriteNumbers(json, "direction", divergence.Direction);
                break;
            case RestrictionCertificate restriction:
                json.WriteString("kind", "restriction");
                json.WriteString("reason", restriction.Reason);
                WriteNumbers(json, "multipliers", restriction.Multipliers);
                break;
            default:
                throw new NotSupportedException($"Certificate {certificate.GetType().Name} has no JSON form.");
        }

        json.WriteEndObject();
    }

    private static void WriteMatrix(Utf8JsonWriter json, string name, ComplexMatrix matrix)
    {
        json.WriteStartArray(name);
        for (int part = 0; part < 2; part++)
        {
            json.WriteStartArray();
            for (int row = 0; row < matrix.Rows; row++)
            {
                json.WriteStartArray();
                for (int column = 0; column < matrix.Columns; column++)
                    WriteNumber(json, part == 0 ? matrix[row, column].Real : matrix[row, column].Imaginary);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IReadOnlyList<double> values)
    {
        json.WriteStartArray(name);
        foreach (double value in values) WriteNumber(json, value);
        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        json.WritePropertyName(name);
        WriteNumber(json, value);
    }

    private static void WriteNumber(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value)) json.WriteNumberValue(value);
        else json.WriteNullValue();
    }
}
