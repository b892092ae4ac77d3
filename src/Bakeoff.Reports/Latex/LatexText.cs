using System.Globalization;
using System.Text;

namespace Bakeoff.Reports.Latex;

/// <summary>Texts as LaTeX prints them, in ASCII alone, for pdfLaTeX, XeLaTeX and LuaLaTeX alike.</summary>
/// <remarks>
/// Letters of European languages are written with accents, and signs by their commands. pdfLaTeX has no letters of other scripts: they become
/// <c>\scripttext{U+12A0}{letters}</c>, which prints the code points with every engine unless a document defines it otherwise. Letters with
/// an ogonek, đ, ð, þ and ŋ need the font encoding T1 with pdfLaTeX. Determinism: no culture and no data of the system take part.
/// </remarks>
public static class LatexText
{
    /// <summary>The definition that a file with letters of other scripts begins with; one that stands before it wins.</summary>
    public const string ScriptDefinition = @"\providecommand{\scripttext}[2]{#1}";

    private static readonly Dictionary<Rune, string> Commands = Collect();

    /// <summary>A text that LaTeX and BibTeX print as it stands; control characters become blanks.</summary>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var escaped = new StringBuilder();
        var script = new List<Rune>();
        foreach (var rune in text.EnumerateRunes())
        {
            if (CommandOf(rune) is not { } command)
            {
                script.Add(rune);
                continue;
            }

            EndScript(escaped, script);

            if (rune.Value == '%' && escaped is [.., ' '])
            {
                // No line ends between a number and its unit.
                escaped.Length--;
                escaped.Append(@"\,");
            }

            // Two hyphens would become a dash.
            escaped.Append(command == "-" && escaped is [.., '-'] ? "{}-" : command);
        }

        EndScript(escaped, script);
        return escaped.ToString();
    }

    /// <summary>True for LaTeX with letters that pdfLaTeX cannot set.</summary>
    /// <param name="latex">What <see cref="Escape"/> gave, or more.</param>
    public static bool HasScript(string latex)
    {
        ArgumentNullException.ThrowIfNull(latex);
        return latex.Contains(@"\scripttext{U", StringComparison.Ordinal);
    }

    /// <summary>The definition in front of a file that needs it.</summary>
    /// <param name="latex">Content of the file.</param>
    public static string WithDefinition(string latex) => HasScript(latex) ? $"{ScriptDefinition}\n{latex}" : latex;

    /// <summary>A name that labels, keys of citations and files can have: letters, digits and hyphens.</summary>
    public static string Key(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var key = string.Concat(name.Select(static c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        return key.Length == 0 ? "x" : key;
    }

    private static string? CommandOf(Rune rune) =>
        Commands.TryGetValue(rune, out var command) ? command
        : rune.IsAscii ? (Rune.IsControl(rune) ? " " : rune.ToString())
        : Rune.IsControl(rune) ? " "
        : null;

    private static void EndScript(StringBuilder escaped, List<Rune> script)
    {
        if (script.Count == 0)
        {
            return;
        }

        var points = script.Select(static rune => string.Create(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}"));
        escaped.Append(CultureInfo.InvariantCulture, $@"\scripttext{{{string.Join(' ', points)}}}{{{string.Concat(script)}}}");
        script.Clear();
    }

    private static Dictionary<Rune, string> Collect()
    {
        var commands = new Dictionary<Rune, string>
        {
            [new('\\')] = @"\textbackslash{}", [new('~')] = @"\textasciitilde{}", [new('^')] = @"\textasciicircum{}",
            [new('&')] = @"\&", [new('%')] = @"\%", [new('$')] = @"\$", [new('#')] = @"\#", [new('_')] = @"\_",

            // BibTeX counts braces, those behind a backslash too.
            [new('{')] = @"\textbraceleft{}", [new('}')] = @"\textbraceright{}",
            [new('<')] = @"\textless{}", [new('>')] = @"\textgreater{}", [new('|')] = @"\textbar{}",
            [new('"')] = "''", [new('`')] = @"\textasciigrave{}",
            [new('\u00A0')] = "~", [new('\u2009')] = @"\,", [new('\u202F')] = @"\,", [new('\u00AD')] = @"\-",
            [new('±')] = @"$\pm$", [new('−')] = "$-$", [new('×')] = @"$\times$", [new('·')] = @"$\cdot$", [new('°')] = @"$^{\circ}$",
            [new('µ')] = @"$\mu$", [new('≤')] = @"$\leq$", [new('≥')] = @"$\geq$", [new('≠')] = @"$\neq$", [new('≈')] = @"$\approx$",
            [new('→')] = @"$\rightarrow$", [new('«')] = @"$\ll$", [new('»')] = @"$\gg$",
            [new('–')] = "--", [new('—')] = "---", [new('…')] = @"\ldots{}",
            [new('‘')] = "`", [new('’')] = "'", [new('“')] = "``", [new('”')] = "''", [new('„')] = ",,",
            [new('§')] = @"\S{}", [new('©')] = @"\copyright{}", [new('®')] = @"\textregistered{}", [new('™')] = @"\texttrademark{}",
            [new('£')] = @"\pounds{}", [new('¿')] = "?`", [new('¡')] = "!`",
            [new('ß')] = @"\ss{}", [new('æ')] = @"\ae{}", [new('Æ')] = @"\AE{}", [new('œ')] = @"\oe{}", [new('Œ')] = @"\OE{}",
            [new('ø')] = @"\o{}", [new('Ø')] = @"\O{}", [new('ł')] = @"\l{}", [new('Ł')] = @"\L{}", [new('ı')] = @"\i{}",
            [new('å')] = @"\r{a}", [new('Å')] = @"\r{A}", [new('ů')] = @"\r{u}", [new('Ů')] = @"\r{U}",
            [new('đ')] = @"\dj{}", [new('Đ')] = @"\DJ{}", [new('ð')] = @"\dh{}", [new('Ð')] = @"\DH{}",
            [new('þ')] = @"\th{}", [new('Þ')] = @"\TH{}", [new('ŋ')] = @"\ng{}", [new('Ŋ')] = @"\NG{}",
        };
        Accent('`', "ÀàÈèÌìÒòÙùǸǹẀẁỲỳ", "AaEeIiOoUuNnWwYy");
        Accent('\'', "ÁáÉéÍíÓóÚúÝýĆćĹĺŃńŔŕŚśŹźẂẃǴǵḰḱ", "AaEeIiOoUuYyCcLlNnRrSsZzWwGgKk");
        Accent('^', "ÂâÊêÎîÔôÛûĈĉĜĝĤĥĴĵŜŝŴŵŶŷẐẑ", "AaEeIiOoUuCcGgHhJjSsWwYyZz");
        Accent('~', "ÃãÑñÕõĨĩŨũẼẽỸỹ", "AaNnOoIiUuEeYy");
        Accent('"', "ÄäËëÏïÖöÜüŸÿẄẅ", "AaEeIiOoUuYyWw");
        Accent('=', "ĀāĒēĪīŌōŪūȲȳ", "AaEeIiOoUuYy");
        Accent('.', "ĊċĖėĠġİŻżȦȧṄṅṠṡ", "CcEeGgIZzAaNnSs");
        Accent('u', "ĂăĔĕĞğĬĭŎŏŬŭ", "AaEeGgIiOoUu");
        Accent('v', "ČčĎďĚěĽľŇňŘřŠšŤťŽžǍǎǏǐǑǒǓǔ", "CcDdEeLlNnRrSsTtZzAaIiOoUu");
        Accent('H', "ŐőŰű", "OoUu");
        Accent('c', "ÇçĢģĶķĻļŅņŖŗŞşŢţȘșȚț", "CcGgKkLlNnRrSsTtSsTt");
        Accent('d', "ẠạẸẹḌḍḤḥỊịḶḷṂṃṆṇỌọṚṛṢṣṬṭỤụẒẓ", "AaEeDdHhIiLlMmNnOoRrSsTtUuZz");
        Accent('k', "ĄąĘęĮįǪǫŲų", "AaEeIiOoUu");
        return commands;

        void Accent(char accent, string letters, string bases)
        {
            foreach (var (letter, below) in letters.EnumerateRunes().Zip(bases))
            {
                // Above a letter, an accent takes the place of its dot.
                var bare = below is 'i' or 'j' && accent is not ('d' or 'k' or 'c') ? $@"\{below}" : $"{below}";
                commands[letter] = $@"\{accent}{{{bare}}}";
            }
        }
    }
}
