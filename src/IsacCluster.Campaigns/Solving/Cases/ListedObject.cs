using System.Buffers;
using System.Text.Json;
using IsacCluster.Jobs;
using IsacCluster.Specifications.Json;

namespace IsacCluster.Campaigns.Solving.Cases;

/// <summary>
/// A JSON object with one long list: the list's items one by one, its other fields at the end. Holds no more of the text than one item.
/// </summary>
/// <param name="utf8">The text, UTF-8.</param>
/// <param name="file">For messages.</param>
/// <param name="list">The name of the list.</param>
internal sealed class ListedObject(Stream utf8, string file, string list)
{
    private const int PieceSize = 1 << 16;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly NonFiniteLiterals _literals = new();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly ArrayBufferWriter<byte> _rest = new();
    private readonly byte[] _piece = new byte[PieceSize];
    private ArrayBufferWriter<byte> _text = new(), _next = new();
    private JsonReaderState _state;
    private int _read, _held;
    private bool _atEnd;
    private Place _place = Place.Start;

    private enum Place
    {
        Start,
        Fields,
        List,
        End,
    }

    /// <summary>The fields so far, an empty list in the list's place.</summary>
    public JsonFields Fields => JsonFields.Root((byte[])[.. _rest.WrittenSpan, .. "}"u8], file);

    /// <summary>The next item, or null after the last.</summary>
    /// <exception cref="SpecificationException">The text is not JSON, or its root is no object.</exception>
    public JsonElement? TryNext()
    {
        try
        {
            while (true)
            {
                (bool moved, JsonElement? item) = Move();
                if (item is not null) return item;
                if (moved) continue;
                if (_place == Place.End && _atEnd) return null;
                Fill();
            }
        }
        catch (JsonException cause)
        {
            if (_place == Place.Start && _atEnd && _text.WrittenSpan[_read..].Trim(" \t\r\n"u8).IsEmpty)
                throw new SpecificationException($"{file}: the file is empty; allowed: a JSON object.");
            throw JsonFields.NotJson(file, cause);
        }
    }

    /// <summary>Takes one unit of the text if it is there as a whole: a brace, a field, an item.</summary>
    private (bool Moved, JsonElement? Item) Move()
    {
        ReadOnlySpan<byte> text = _text.WrittenSpan[_read..];
        var reader = new Utf8JsonReader(text, _atEnd, _state);
        if (!reader.Read()) return (false, null);
        JsonElement? item = null;
        switch (_place)
        {
            case Place.Start:
                if (reader.TokenType != JsonTokenType.StartObject)
                {
                    if (Value(ref reader, text) is not JsonElement root) return (false, null);
                    JsonFields.OfObject(root, file, "", "the root");
                }

                _rest.Write("{"u8);
                _place = Place.Fields;
                break;
            case Place.Fields when reader.TokenType == JsonTokenType.EndObject:
                _place = Place.End;
                break;
            case Place.Fields:
                if (!TryField(ref reader, text)) return (false, null);
                break;
            case Place.List when reader.TokenType == JsonTokenType.EndArray:
                _place = Place.Fields;
                break;
            default:
                item = Value(ref reader, text);
                if (item is null) return (false, null);
                break;
        }

        _read += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
        return (true, item);
    }

    /// <summary>A field of the root: the beginning of the list, or a value that is kept.</summary>
    private bool TryField(ref Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        string name = reader.GetString()!;
        int start = (int)reader.TokenStartIndex;
        if (!reader.Read()) return false;
        bool isList = name == list && reader.TokenType == JsonTokenType.StartArray;
        if (!isList && !reader.TrySkip()) return false;
        if (!_names.Add(name)) throw new JsonException($"Duplicate property '{name}' encountered.");
        if (_names.Count > 1) _rest.Write(","u8);
        _rest.Write(text[start..(int)reader.BytesConsumed]);
        if (!isList) return true;
        _rest.Write("]"u8);
        _place = Place.List;
        return true;
    }

    /// <summary>The value at the reader, or null if its end is not there yet.</summary>
    private static JsonElement? Value(ref Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        int start = (int)reader.TokenStartIndex;
        if (!reader.TrySkip()) return null;
        using var document = JsonDocument.Parse(text[start..(int)reader.BytesConsumed].ToArray(), Strict);
        return document.RootElement.Clone();
    }

    /// <summary>Drops what was taken and appends a piece.</summary>
    private void Fill()
    {
        _next.ResetWrittenCount();
        _next.Write(_text.WrittenSpan[_read..]);
        (_text, _next, _read) = (_next, _text, 0);
        int count = utf8.Read(_piece, _held, _piece.Length - _held);
        _atEnd = count == 0;
        _held += count;
        int taken = _literals.Append(_piece.AsSpan(0, _held), _atEnd, _text);
        _piece.AsSpan(taken.._held).CopyTo(_piece);
        _held -= taken;
    }
}
