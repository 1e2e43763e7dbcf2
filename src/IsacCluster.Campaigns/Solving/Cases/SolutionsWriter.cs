using System.Text.Json;
using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers;

namespace IsacCluster.Campaigns.Solving.Cases;

/// <summary>
/// Writes solutions one by one, schema isac-solutions-v1: cases in their order, problems in the order of <see cref="CaseProblems.All"/>, so
/// equal solutions give equal bytes. JSON has no NaN: numbers that are not defined are null. Disposing completes the file.
/// </summary>
public sealed class SolutionsWriter : IDisposable
{
    public const string Schema = "isac-solutions-v1";

    private readonly Utf8JsonWriter _json;
    private readonly IReadOnlyList<string> _problems = CaseProblems.All;

    /// <param name="stream">Stays open.</param>
    public SolutionsWriter(Stream stream)
    {
        _json = new Utf8JsonWriter(stream);
        _json.WriteStartObject();
        _json.WriteString("schema", Schema);
        _json.WriteStartArray("cases");
    }

    /// <summary>Writes one case; no more than this is held in memory.</summary>
    public void Write(CaseSolution solution)
    {
        ArgumentNullException.ThrowIfNull(solution);
        _json.WriteStartObject();
        _json.WriteString("id", solution.Id);
        foreach (string problem in _problems)
        {
            if (!solution.Problems.TryGetValue(problem, out ProblemSolution? solved)) continue;
            _json.WriteStartObject(KeyOf(problem));
            WriteProblem(_json, problem, solved);
            _json.WriteEndObject();
        }

        _json.WriteEndObject();
        _json.Flush();
    }

    public void Dispose()
    {
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Dispose();
    }

    /// <summary>The key of a problem in the file: min_power for min-power.</summary>
    public static string KeyOf(string problem) => problem.Replace('-', '_');

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
            if (solved.Value is double value) WriteNumber(json, "value", value);
            if (solved.CrossCorrelation is double correlation) WriteNumber(json, "cross_correlation", correlation);
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
            case AntennaPowerCertificate antennas:
                json.WriteString("kind", "antenna-power");
                WriteNumbers(json, "lambda", antennas.Lambda);
                WriteNumbers(json, "antenna_weights", antennas.AntennaWeights);
                WriteNumber(json, "lower_bound", antennas.LowerBoundOnPower);
                break;
            case SidelobeCertificate sidelobes:
                json.WriteString("kind", "sidelobes");
                WriteNumbers(json, "lambda", sidelobes.Lambda);
                WriteNumbers(json, "antenna_weights", sidelobes.AntennaWeights);
                WriteNumbers(json, "target_weights", sidelobes.TargetWeights);
                WriteNumbers(json, "sidelobe_weights", sidelobes.SidelobeWeights);
                break;
            case RestrictionCertificate restriction:
                json.WriteString("kind", "restriction");
                json.WriteString("reason", restriction.Reason);
                WriteNumbers(json, "multipliers", restriction.Multipliers);
                if (restriction.AntennaWeights is { } weights) WriteNumbers(json, "antenna_weights", weights);
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
