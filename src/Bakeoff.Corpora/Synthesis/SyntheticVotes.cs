using System.Text;
using Bakeoff.Numerics;

namespace Bakeoff.Corpora.Synthesis;

/// <summary>The emotions that five made-up raters hear in a take: the one whose typical voice is nearest to what each perceives.</summary>
/// <remarks>
/// A rater perceives the style of the take with noise of their own size, each property in standard deviations of takes, and leaves out a
/// fifth of the takes. Sizes are ours. No person rated anything.
/// </remarks>
internal static class SyntheticVotes
{
    /// <summary>Name of the table.</summary>
    public const string FileName = "votes.csv";

    private const double Missing = 0.2;

    // Noise of each rater, in standard deviations of a take around its emotion.
    private static readonly double[] Noise = [1.5, 2, 2.5, 3, 4];

    /// <summary>Votes on a take.</summary>
    /// <param name="style">Style of this take.</param>
    /// <param name="random">Stream of the take's votes.</param>
    /// <returns>A label for each rater; empty where one left the take out.</returns>
    public static string[] Of(EmotionStyle style, SeededRandom random) =>
        Array.ConvertAll(Noise, noise =>
        {
            var isLeftOut = random.NextDouble() < Missing;
            var heard = style.Vary(noise, random.NextGaussian);
            return isLeftOut ? "" : EmotionStyle.Typical.MinBy(emotion => heard.DistanceTo(emotion.Style)).Name;
        });

    /// <summary>Writes the table, a row for each take.</summary>
    /// <param name="path">File to create.</param>
    /// <param name="votes">Names of the takes without extension, and their votes.</param>
    public static void Write(string path, IEnumerable<(string Name, string[] Votes)> votes)
    {
        var table = new StringBuilder($"name,{string.Join(',', Enumerable.Range(1, Noise.Length).Select(static i => $"rater_{i}"))}\n");
        foreach (var (name, labels) in votes)
        {
            table.Append(name).Append(',').AppendJoin(',', labels).Append('\n');
        }

        File.WriteAllText(path, table.ToString());
    }
}
