using System.Text.Json;
using System.Text.Json.Nodes;
using IsacCluster.Campaigns.Studies.Objectives;
using IsacCluster.Campaigns.Studies.Outside;
using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Campaigns.Studies.Specification;
using IsacCluster.Jobs;
using IsacCluster.Search.Space;
using IsacCluster.Search.Trials;

namespace IsacCluster.Campaigns.Studies;

/// <summary>
/// A trial that workers outside evaluate. What was reported before a worker was lost is part of it: the one that follows reports the same
/// steps again, which say nothing new. It is pruned by the bounds that its argument carries, at the report that decides it.
/// </summary>
internal sealed class OutsideTrial : IOutsideTask
{
    /// <summary>Workers that were lost with a trial before it counts as failed.</summary>
    public const int MostLapses = 10;

    private const byte FormatVersion = 1;
    private readonly StudySpecification _specification;
    private readonly TrialArgument _argument;
    private readonly long _number;
    private readonly ParameterSet _parameters;
    private readonly TrialRun _run;
    private int _attempts, _failures, _lapses;
    private TrialOutcome? _outcome;

    public OutsideTrial(StudySpecification specification, long number, ReadOnlyMemory<byte> argument, ReadOnlyMemory<byte> state)
    {
        (_specification, _number) = (specification, number);
        _argument = TrialArgument.FromBytes(argument);
        _parameters = specification.Space.Parse(_argument.Parameters);
        int sign = specification.Directions[0] == Direction.Minimize ? 1 : -1;
        _run = new TrialRun(number, 0, _parameters, null, _argument.Bounds, sign);
        if (_argument.Known.Count > 0) _outcome = _argument.KnownOutcome();
        else if (!state.IsEmpty) Read(state);
    }

    public ILaneResult? Result
    {
        get
        {
            if (_outcome is not { } outcome) return null;
            var result = new TrialOutcomes();
            result.Add(_number, outcome);
            return result;
        }
    }

    public void Begin()
    {
        _attempts++;
        _run.BeginAttempt();
    }

    public JsonObject Describe() => new()
    {
        ["state"] = "running",
        ["trial"] = _number,
        ["attempt"] = Math.Max(1, _attempts),
        ["params"] = new JsonObject(
            StudyAccount.Params(_parameters).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)ValueOf(pair.Value)))),
        ["metrics"] = new JsonArray([.. _specification.Objective.Columns.Select(name => (JsonNode)JsonValue.Create(name))]),
        ["reported"] = new JsonArray([.. _run.Reported.Select(Pair)]),
    };

    public void Lapse()
    {
        if (++_lapses < MostLapses) return;
        _outcome = Failed($"{MostLapses} workers were lost with it: none answered within its lease");
    }

    public OutsideReply Take(string verb, JsonElement word, TimeSpan held)
    {
        if (_outcome is { } ended) return new OutsideReply(Answer(ended));
        var fields = new TrialWord(verb, word);
        return fields.IsReport ? Report(fields, held) : Tell(fields, held);
    }

    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(FormatVersion);
        writer.Write7BitEncodedInt(_attempts);
        writer.Write7BitEncodedInt(_failures);
        writer.Write7BitEncodedInt(_lapses);
        writer.Write7BitEncodedInt(_run.Reported.Count);
        foreach (IntermediateValue value in _run.Reported)
        {
            writer.Write7BitEncodedInt64(value.Step);
            writer.Write(value.Value);
        }

        writer.Flush();
        return stream.ToArray();
    }

    private void Read(ReadOnlyMemory<byte> state)
    {
        using var reader = new BinaryReader(new MemoryStream(state.ToArray()));
        if (reader.ReadByte() != FormatVersion) throw new InvalidDataException("Unknown version of a trial outside.");
        (_attempts, _failures, _lapses) = (reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt());
        bool goesOn = true;
        for (int k = reader.Read7BitEncodedInt(); k > 0; k--) goesOn &= _run.Report(reader.Read7BitEncodedInt64(), reader.ReadDouble());
        _run.BeginAttempt();
        if (!goesOn) _outcome = Ended(TrialState.Pruned);
        else if (_lapses >= MostLapses) Lapse();
    }

    private OutsideReply Report(TrialWord word, TimeSpan held)
    {
        (long step, double value) = word.Reported();
        if (!_run.Report(step, value)) _outcome = Ended(TrialState.Pruned) with { DurationS = held.TotalSeconds };
        return new OutsideReply(_outcome is { } pruned ? Answer(pruned) : Going());
    }

    private OutsideReply Tell(TrialWord word, TimeSpan held)
    {
        switch (word.State())
        {
            case TrialWord.Waiting:
                _attempts = Math.Max(0, _attempts - 1);
                return new OutsideReply(new JsonObject { ["state"] = TrialWord.Waiting, ["trial"] = _number }, IsFree: true);
            case TrialWord.Failed:
                string error = word.Error();
                if (word.Retries() && ++_failures <= _specification.Retries)
                    return new OutsideReply(new JsonObject { ["state"] = TrialWord.Waiting, ["trial"] = _number }, IsFree: true);
                _outcome = Failed(error);
                break;
            case TrialWord.Pruned:
                _outcome = Ended(TrialState.Pruned);
                break;
            default:
                _outcome = Complete(word.Values(_specification.Objective.Columns));
                break;
        }

        _outcome = _outcome with { DurationS = held.TotalSeconds };
        return new OutsideReply(Answer(_outcome));
    }

    private TrialOutcome Complete(double[] measured)
    {
        try
        {
            StudyRunner.Check(_specification.Objective, measured);
        }
        catch (TrialFailedException failure)
        {
            return Failed(failure.Message);
        }

        TrialValues values = _specification.Objective.Judge(measured);
        return Ended(TrialState.Complete) with
        {
            Values = values.Objectives,
            Constraints = values.Excesses,
            Measured = _specification.Objective.Judges ? measured : [],
            Replicates = [values.Objectives[0]],
        };
    }

    private TrialOutcome Failed(string error) => new()
    {
        Parameters = _argument.Parameters,
        State = TrialState.Failed,
        Attempts = Math.Max(1, _attempts),
        Error = error,
    };

    private TrialOutcome Ended(TrialState state) => new()
    {
        Parameters = _argument.Parameters,
        State = state,
        Attempts = Math.Max(1, _attempts),
        Intermediate = [.. _run.Reported],
        Ignored = _run.Ignored,
    };

    private JsonObject Going() => new() { ["state"] = "running", ["trial"] = _number, ["prune"] = false };

    private JsonObject Answer(TrialOutcome outcome)
    {
        var answer = new JsonObject
        {
            ["state"] = EnumNamesOf(outcome.State),
            ["trial"] = _number,
            ["prune"] = outcome.State == TrialState.Pruned,
        };
        if (outcome.Error is { } error) answer["error"] = error;
        if (outcome.State == TrialState.Complete && _specification.Objective.Constraints.Count > 0)
            answer["feasible"] = outcome.IsFeasible;
        return answer;
    }

    private static string EnumNamesOf(TrialState state) => Specifications.EnumNames<TrialState>.Of(state);

    private static JsonNode Pair(IntermediateValue value) => new JsonArray(
        value.Step, double.IsFinite(value.Value) ? JsonValue.Create(value.Value) : null);

    private static JsonValue? ValueOf(object value) => value switch
    {
        long whole => JsonValue.Create(whole),
        double number => JsonValue.Create(number),
        _ => JsonValue.Create((string)value),
    };
}
