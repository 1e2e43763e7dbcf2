using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace IsacCluster.Reporting;

/// <summary>
/// JSON that stands in a page: ASCII, with nothing that HTML or XML would read as markup, and numbers with as many digits as are of use.
/// </summary>
public sealed class PageJson
{
    private const int LeastDigits = 5, MostDigits = 15;
    private readonly StringBuilder _text = new();
    private bool _first = true;

    public PageJson Begin(char bracket) => Separated(bracket.ToString(), first: true);

    public PageJson End(char bracket)
    {
        _text.Append(bracket);
        _first = false;
        return this;
    }

    public PageJson Name(string name)
    {
        Separated($"\"{name}\":", first: true);
        return this;
    }

    public PageJson Text(string text) =>
        Separated($"\"{JsonEncodedText.Encode(XmlText.Clean(text), JavaScriptEncoder.Default)}\"", first: false);

    public PageJson Raw(string json) => Separated(json, first: false);

    public PageJson Number(double value) => Raw(value.ToString("R", CultureInfo.InvariantCulture));

    public PageJson Number(double value, int decimals) => Raw(Math.Round(value, decimals).ToString("R", CultureInfo.InvariantCulture));

    /// <summary>A value with two digits more than an interval of that length supports; null where it is not finite.</summary>
    public PageJson Value(double? value, double? interval = null)
    {
        if (value is not { } number || !double.IsFinite(number)) return Raw("null");
        int digits = interval is > 0 && number != 0
            ? Math.Clamp((int)Math.Ceiling(Math.Log10(Math.Abs(number) / interval.Value)) + 3, LeastDigits, MostDigits) : LeastDigits + 1;
        string text = number.ToString("G" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return Raw(text.Replace("E+", "e", StringComparison.Ordinal).Replace('E', 'e'));
    }

    public override string ToString() => _text.ToString();

    private PageJson Separated(string json, bool first)
    {
        if (!_first) _text.Append(',');
        _text.Append(json);
        _first = first;
        return this;
    }
}
