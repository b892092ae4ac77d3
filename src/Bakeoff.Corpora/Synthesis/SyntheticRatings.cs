using System.Globalization;
using System.Text;
using Bakeoff.Numerics;

namespace Bakeoff.Corpora.Synthesis;

/// <summary>Arousal, valence and dominance of a take, from 1 to 7, as they follow from how it is spoken.</summary>
/// <param name="Arousal">Calm to excited: level, pitch and tempo.</param>
/// <param name="Valence">Unpleasant to pleasant: pitch range, against breath, brightness and roughness.</param>
/// <param name="Dominance">Weak to strong: brightness and level, against breath and pitch.</param>
/// <remarks>
/// Directions follow the tables of K. R. Scherer, Speech Communication 40 (2003) 227-256; weights and noise are ours. No person rated
/// anything.
/// </remarks>
internal sealed record SyntheticRatings(double Arousal, double Valence, double Dominance)
{
    /// <summary>Name of the table.</summary>
    public const string FileName = "ratings.csv";

    private const double Noise = 0.4;

    /// <summary>Ratings of a take.</summary>
    /// <param name="style">Style of this take.</param>
    /// <param name="gaussian">Draws from the standard normal distribution.</param>
    public static SyntheticRatings Of(EmotionStyle style, Func<double> gaussian) => new(
        Rate(
            (0.25 * style.LoudnessDb) + (0.12 * style.PitchSemitones) + (0.08 * style.BrightnessDb) + style.TempoLog2,
            gaussian),
        Rate(
            (0.45 * (style.RangeSemitones - 3)) - (6 * (style.Breath - 0.12)) - (0.2 * style.BrightnessDb) - (60 * (style.Jitter - 0.01)),
            gaussian),
        Rate(
            (0.3 * style.BrightnessDb) + (0.1 * style.LoudnessDb) - (0.1 * style.PitchSemitones) - (4 * (style.Breath - 0.12)),
            gaussian));

    /// <summary>Writes the table, a row for each take.</summary>
    /// <param name="path">File to create.</param>
    /// <param name="ratings">Names of the takes without extension, and their ratings.</param>
    public static void Write(string path, IEnumerable<(string Name, SyntheticRatings Ratings)> ratings)
    {
        var table = new StringBuilder("name,arousal,valence,dominance\n");
        foreach (var (name, (arousal, valence, dominance)) in ratings)
        {
            table.Append(CultureInfo.InvariantCulture, $"{name},{arousal:0.00},{valence:0.00},{dominance:0.00}\n");
        }

        File.WriteAllText(path, table.ToString());
    }

    // 4 is neutral.
    private static double Rate(double difference, Func<double> gaussian) => Math.Clamp(4 + difference + (Noise * gaussian()), 1, 7);
}
