using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Bakeoff.Options.Unicode;

/// <summary>Unicode normal form C, from tables of our own.</summary>
/// <remarks>
/// <see cref="string.Normalize()"/> returns its text unchanged where the process runs without ICU (invariant globalisation, as the command
/// does), and depends on ICU's
/// version elsewhere. Source: Unicode Standard Annex 15; the tables are made by <c>Unicode/generate.py</c>.
/// </remarks>
public static class ComposedText
{
    private const int HangulBase = 0xAC00;
    private const int LeadBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TrailBase = 0x11A7;
    private const int VowelCount = 21;
    private const int TrailCount = 28;
    private const int HangulCount = 19 * VowelCount * TrailCount;
    private static readonly Lazy<Tables> Data = new(Tables.Read);

    /// <summary>The text in normal form C: what looks equal is equal.</summary>
    public static string Compose(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var runes = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            Decompose(rune.Value, runes);
        }

        Order(runes);
        var composed = new StringBuilder(text.Length);
        foreach (var rune in Join(runes))
        {
            composed.Append(char.ConvertFromUtf32(rune));
        }

        return composed.ToString();
    }

    private static void Decompose(int rune, List<int> target)
    {
        if (rune - HangulBase is >= 0 and < HangulCount)
        {
            var index = rune - HangulBase;
            target.Add(LeadBase + (index / (VowelCount * TrailCount)));
            target.Add(VowelBase + (index % (VowelCount * TrailCount) / TrailCount));
            if (index % TrailCount != 0)
            {
                target.Add(TrailBase + (index % TrailCount));
            }
        }
        else if (Data.Value.Decompositions.TryGetValue(rune, out var parts))
        {
            foreach (var part in parts)
            {
                Decompose(part, target);
            }
        }
        else
        {
            target.Add(rune);
        }
    }

    // Marks after a letter stand in the order of their classes; marks of one class keep theirs.
    private static void Order(List<int> runes)
    {
        for (var i = 1; i < runes.Count; i++)
        {
            var rune = runes[i];
            var mark = ClassOf(rune);
            var place = i;
            while (mark != 0 && place > 0 && ClassOf(runes[place - 1]) > mark)
            {
                runes[place] = runes[place - 1];
                place--;
            }

            runes[place] = rune;
        }
    }

    private static List<int> Join(List<int> runes)
    {
        var joined = new List<int>(runes.Count);
        var starter = -1;
        var lastClass = 0;
        foreach (var rune in runes)
        {
            var mark = ClassOf(rune);
            var isBlocked = starter < 0 || (joined.Count - 1 > starter && (lastClass == 0 || lastClass >= mark));
            if (!isBlocked && Pair(joined[starter], rune) is { } pair)
            {
                joined[starter] = pair;
                continue;
            }

            joined.Add(rune);
            lastClass = mark;
            if (mark == 0)
            {
                starter = joined.Count - 1;
            }
        }

        return joined;
    }

    private static int? Pair(int first, int second)
    {
        if (first - LeadBase is >= 0 and < 19 && second - VowelBase is >= 0 and < VowelCount)
        {
            return HangulBase + ((((first - LeadBase) * VowelCount) + (second - VowelBase)) * TrailCount);
        }

        if (
            first - HangulBase is >= 0 and < HangulCount
            && (first - HangulBase) % TrailCount == 0
            && second - TrailBase is > 0 and < TrailCount)
        {
            return first + (second - TrailBase);
        }

        return Data.Value.Compositions.TryGetValue((first, second), out var pair) ? pair : null;
    }

    private static int ClassOf(int rune) => Data.Value.Classes.GetValueOrDefault(rune);

    private sealed record Tables(
        FrozenDictionary<int, int[]> Decompositions,
        FrozenDictionary<(int, int), int> Compositions,
        FrozenDictionary<int, int> Classes)
    {
        public static Tables Read()
        {
            var decompositions = new Dictionary<int, int[]>();
            var compositions = new Dictionary<(int, int), int>();
            var classes = new Dictionary<int, int>();
            using var stream = typeof(ComposedText).Assembly.GetManifestResourceStream("canonical.txt")!;
            using var reader = new StreamReader(stream, Encoding.ASCII);
            while (reader.ReadLine() is { } line)
            {
                if (line.StartsWith('#'))
                {
                    continue;
                }

                if (line.Split('=') is [var letter, var parts])
                {
                    var runes = Array.ConvertAll(parts.TrimEnd('*').Split('+'), Hexadecimal);
                    decompositions.Add(Hexadecimal(letter), runes);
                    if (!parts.EndsWith('*'))
                    {
                        compositions.Add((runes[0], runes[1]), Hexadecimal(letter));
                    }
                }
                else if (line.Split(':') is [var mark, var number])
                {
                    classes.Add(Hexadecimal(mark), int.Parse(number, CultureInfo.InvariantCulture));
                }
            }

            return new Tables(decompositions.ToFrozenDictionary(), compositions.ToFrozenDictionary(), classes.ToFrozenDictionary());
        }

        private static int Hexadecimal(string digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
