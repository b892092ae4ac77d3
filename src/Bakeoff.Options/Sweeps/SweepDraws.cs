using System.Globalization;
using Bakeoff.Numerics;
using Bakeoff.Options.Yaml;

namespace Bakeoff.Options.Sweeps;

/// <summary>Draws the values of a random search.</summary>
/// <remarks>Determinism: each key has a stream of its own, named after it, so that adding a key or a draw changes no other value.</remarks>
internal static class SweepDraws
{
    /// <summary>Significant digits of a drawn number: finer steps mean nothing to a search, and short numbers can be read.</summary>
    private const string NumberFormat = "G4";

    /// <summary>The members, without repetitions as long as new combinations can be found.</summary>
    public static IReadOnlyList<IReadOnlyList<SweepChange>> Draw(RandomSweepOptions options, MappingNode keys)
    {
        var streams = keys.Entries.ToDictionary(
            e => e.Key,
            e => new SeededRandom(options.Seed, "sweep").Stream(e.Key),
            StringComparer.Ordinal);
        var members = new List<IReadOnlyList<SweepChange>>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var attempt = 0; members.Count < options.Draws && attempt < options.Draws * 100; attempt++)
        {
            SweepChange[] member =
            [
                .. keys.Entries.Select(e => new SweepChange(
                    e.Key,
                    e.KeyOrigin,
                    DrawOne(options.Keys[e.Key], (MappingNode)e.Value, streams[e.Key]))),
            ];
            if (seen.Add(string.Join('\n', member.Select(c => c.Value.ToYaml()))))
            {
                members.Add(member);
            }
        }

        return members;
    }

    private static ConfigurationNode DrawOne(DrawOptions draw, MappingNode node, SeededRandom random)
    {
        if (draw.Choice is { } choice)
        {
            return ((SequenceNode)node.Find("choice")!.Value).Items[random.NextInt32(choice.Count)];
        }

        var text = draw switch
        {
            { Integer: [var first, var last] } => (first + random.NextInt32(last - first + 1)).ToString(CultureInfo.InvariantCulture),
            { Uniform: [var low, var high] } => Text(low + (random.NextDouble() * (high - low)), low, high),
            { LogUniform: [var small, var large] } => Text(
                DeterministicMath.Exp(Between(DeterministicMath.Log(small), DeterministicMath.Log(large), random.NextDouble())),
                small,
                large),
            _ => throw new InvalidOperationException("A draw without a range passed validation."),
        };
        return new ScalarNode(text, true, node.Origin);
    }

    private static double Between(double low, double high, double share) => low + (share * (high - low));

    /// <summary>The number in few digits; rounding must not leave the range.</summary>
    private static string Text(double value, double low, double high)
    {
        var rounded = double.Parse(value.ToString(NumberFormat, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return Math.Clamp(rounded, low, high).ToString("R", CultureInfo.InvariantCulture);
    }
}
