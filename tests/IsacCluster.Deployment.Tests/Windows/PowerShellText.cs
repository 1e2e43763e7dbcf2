using System.Text;

namespace IsacCluster.Deployment.Tests.Windows;

/// <summary>
/// A PowerShell script without its comments and texts, which is as far as one gets without PowerShell: what is left shows whether brackets
/// balance and which variables it uses.
/// </summary>
internal static class PowerShellText
{
    /// <summary>The code; of a text in double quotes the variables stay.</summary>
    /// <exception cref="FormatException">A text or a comment has no end.</exception>
    public static string Code(string script)
    {
        StringBuilder code = new();
        for (int i = 0; i < script.Length; i++)
        {
            if (script[i] == '`') i++;
            else if (At(script, i, "<#")) i = End(script, i, "#>") + 1;
            else if (script[i] == '#' && (i == 0 || char.IsWhiteSpace(script[i - 1]))) i = End(script, i, "\n") - 1;
            else if (script[i] == '\'') i = End(script, i + 1, "'");
            else if (script[i] == '"') i = Expandable(script, i + 1, code);
            else code.Append(script[i]);
        }

        return code.ToString();
    }

    /// <summary>What is opened and not closed, or closed and not opened; null if all brackets balance.</summary>
    public static string? Unbalanced(string code)
    {
        Stack<char> open = new();
        foreach (char c in code)
        {
            if (c is '(' or '[' or '{') open.Push(c);
            else if (c is ')' or ']' or '}' && (open.Count == 0
                || "([{".IndexOf(open.Pop(), StringComparison.Ordinal) != ")]}".IndexOf(c, StringComparison.Ordinal)))
                return $"'{c}' closes nothing";
        }

        return open.Count == 0 ? null : $"'{open.Peek()}' is not closed";
    }

    /// <summary>Copies variables and $(...) of a text in double quotes to the code; returns the place of its end.</summary>
    private static int Expandable(string script, int start, StringBuilder code)
    {
        int depth = 0;
        code.Append(' ');
        for (int i = start; i < script.Length; i++)
        {
            if (script[i] == '`') i++;
            else if (depth == 0 && script[i] == '"')
            {
                code.Append(' ');
                return i;
            }
            else if (depth > 0 && script[i] == '\'') i = End(script, i + 1, "'");
            else
            {
                if (At(script, i, "$(") || (depth > 0 && script[i] == '(')) depth++;
                bool variable = script[i] is '$' or '_' or ':' or '{' or '}' || char.IsLetterOrDigit(script[i]);
                code.Append(depth > 0 || variable ? script[i] == '$' && !At(script, i, "$(") ? " $" : script[i].ToString() : " ");
                if (depth > 0 && script[i] == ')') depth--;
                if (At(script, i, "$(")) code.Append(script[++i]);
            }
        }

        throw new FormatException("A text in double quotes has no end.");
    }

    private static bool At(string script, int i, string text) => string.CompareOrdinal(script, i, text, 0, text.Length) == 0;

    private static int End(string script, int start, string end)
    {
        int found = script.IndexOf(end, start, StringComparison.Ordinal);
        return found >= 0 ? found : throw new FormatException($"No {end} after {script[start..Math.Min(start + 20, script.Length)]}.");
    }
}
