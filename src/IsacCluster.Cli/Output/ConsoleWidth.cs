using System.Text;

namespace IsacCluster.Cli.Output;

/// <summary>How many characters a line of stdout may have, and text in such lines.</summary>
internal static class ConsoleWidth
{
    private const int Usual = 80;

    /// <summary>Of the terminal; without limit where stdout is none.</summary>
    public static int OfOutput
    {
        get
        {
            if (Console.IsOutputRedirected) return int.MaxValue;
            try
            {
                return Console.WindowWidth > 0 ? Console.WindowWidth : Usual;
            }
            catch (IOException)
            {
                return Usual;
            }
        }
    }

    /// <summary>Breaks lines between words; what goes on is indented.</summary>
    public static string Wrap(string text, int width)
    {
        const string indent = "  ";
        var wrapped = new StringBuilder();
        foreach (string line in text.Split('\n'))
        {
            int column = 0;
            foreach (string word in line.Split(' '))
            {
                if (column > 0 && column + 1 + word.Length > width)
                {
                    wrapped.Append('\n').Append(indent);
                    column = indent.Length;
                }
                else if (column > 0)
                {
                    wrapped.Append(' ');
                    column++;
                }

                wrapped.Append(word);
                column += word.Length;
            }

            wrapped.Append('\n');
        }

        return wrapped.ToString(0, wrapped.Length - 1);
    }
}
