using System.Globalization;
using Bakeoff.Numerics;
using Bakeoff.Options.Yaml;

namespace Bakeoff.Options.Sweeps;

/// <summary>The keys of a search with the ranges they are drawn from.</summary>
/// <remarks>Determinism: each key has a stream of its own, named after it, so that adding a key or a draw changes no other value.</remarks>
internal sealed class SweepDraws
{
    /// <summary>Significant digits of a drawn number: finer steps mean nothing to a search, and short numbers can be read.</summary>
    private const string NumberFormat = "G4";

    /// <summary>Draws for each member that is wanted, before the search for new ones ends.</summary>
    private const int MostAttempts = 100;

    private readonly MappingNode _keys;
    private readonly IReadOnlyDictionary<string, DrawOptions> _draws;

    /// <param name="keys">The keys as written, in the order of the file.</param>
    /// <param name="draws">The same, bound without problems.</param>
    public SweepDraws(MappingNode keys, IReadOnlyDictionary<string, DrawOptions> draws) => (_keys, _draws) = (keys, draws);

    /// <summary>The keys in the order of the file, each with its range.</summary>
    public IEnumerable<(string Key, DrawOptions Draw)> Keys => _keys.Entries.Select(entry => (entry.Key, _draws[entry.Key]));

    /// <summary>Members at random, without repetitions as long as new combinations can be found.</summary>
    /// <param name="count">Members that are wanted.</param>
    /// <param name="seed">Seed of the draws.</param>
    public List<IReadOnlyList<SweepChange>> Random(int count, ulong seed)
    {
        var streams = _keys.Entries.ToDictionary(
            static e => e.Key,
            e => new SeededRandom(seed, "sweep").Stream(e.Key),
            StringComparer.Ordinal);
        var members = new List<IReadOnlyList<SweepChange>>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var attempt = 0; members.Count < count && attempt < count * MostAttempts; attempt++)
        {
            var member = Choose((key, draw) => DrawOne(draw, streams[key]));
            if (seen.Add(TextOf(member)))
            {
                members.Add(member);
            }
        }

        return members;
    }

    /// <summary>A member whose values something else chooses.</summary>
    /// <param name="value">The value of a key as text, or the position of a choice.</param>
    /// <returns>Changes in the order of the file, without keys whose condition does not hold.</returns>
    public IReadOnlyList<SweepChange> Choose(Func<string, DrawOptions, string> value)
    {
        var member = new List<SweepChange>();
        foreach (var entry in _keys.Entries)
        {
            // A key that is left out takes its draw all the same, so that conditions change no other value.
            var (draw, node) = (_draws[entry.Key], (MappingNode)entry.Value);
            var text = value(entry.Key, draw);
            if (draw.When is { } when && !when.All(other => member.Exists(change => change.Key == other.Key && change.Value.ToYaml() == other.Value.Yaml)))
            {
                continue;
            }

            var chosen = draw.Choice is null
                ? new ScalarNode(text, true, node.Origin)
                : ((SequenceNode)node.Find("choice")!.Value).Items[int.Parse(text, CultureInfo.InvariantCulture)];
            member.Add(new SweepChange(entry.Key, entry.KeyOrigin, chosen));
        }

        return member;
    }

    /// <summary>The values of a member as text, by which it is told from others.</summary>
    public static string TextOf(IReadOnlyList<SweepChange> member) =>
        string.Join('\n', member.Select(static change => $"{change.Key}: {change.Value.ToYaml()}"));

    /// <summary>A number of a range as text.</summary>
    /// <param name="draw">The range; no choice.</param>
    /// <param name="position">Where the number lies: itself, or its logarithm where magnitudes are equally likely.</param>
    public static string TextAt(DrawOptions draw, double position) => draw switch
    {
        { Integer: [var first, var last] } =>
            ((int)Math.Clamp(Math.Round(position, MidpointRounding.ToEven), first, last)).ToString(CultureInfo.InvariantCulture),
        { Uniform: [var low, var high] } => Rounded(position, low, high),
        { LogUniform: [var small, var large] } => Rounded(DeterministicMath.Exp(position), small, large),
        _ => throw new InvalidOperationException("A draw without a range passed validation."),
    };

    /// <summary>A value of a range as text, or the position of a choice, all equally likely.</summary>
    public static string DrawOne(DrawOptions draw, SeededRandom random) => draw switch
    {
        { Choice: { } choice } => random.NextInt32(choice.Count).ToString(CultureInfo.InvariantCulture),
        { Integer: [var first, var last] } => (first + random.NextInt32(last - first + 1)).ToString(CultureInfo.InvariantCulture),
        _ => TextAt(draw, Between(draw.Ends, random.NextDouble())),
    };

    private static double Between((double Low, double High) ends, double share) => ends.Low + (share * (ends.High - ends.Low));

    /// <summary>The number in few digits; rounding must not leave the range.</summary>
    private static string Rounded(double value, double low, double high)
    {
        var rounded = double.Parse(value.ToString(NumberFormat, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return Math.Clamp(rounded, low, high).ToString("R", CultureInfo.InvariantCulture);
    }
}
