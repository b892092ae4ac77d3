namespace Bakeoff.Corpora.Synthesis;

/// <summary>Difference of an emotion, or of one take of it, from a speaker's neutral voice.</summary>
/// <param name="PitchSemitones">Mean pitch above neutral.</param>
/// <param name="RangeSemitones">Rise of the pitch accent on the word's vowel.</param>
/// <param name="SlopeSemitones">Pitch at the end of the utterance above that at its start.</param>
/// <param name="TempoLog2">Speed: 0 neutral, 1 twice as fast.</param>
/// <param name="LoudnessDb">Level above neutral.</param>
/// <param name="BrightnessDb">
/// Level at 3 kHz against that at low frequencies, above neutral: pressed voices are bright, soft ones dull.
/// </param>
/// <param name="Breath">Share of aspiration noise in the voice source, 0 to 1.</param>
/// <param name="Jitter">Relative standard deviation of single pitch periods.</param>
/// <remarks>
/// Directions follow the summary table of K. R. Scherer, Speech Communication 40 (2003) 227-256; sizes are ours, chosen so that neighbours
/// overlap.
/// </remarks>
internal sealed record EmotionStyle(
    double PitchSemitones,
    double RangeSemitones,
    double SlopeSemitones,
    double TempoLog2,
    double LoudnessDb,
    double BrightnessDb,
    double Breath,
    double Jitter)
{
    /// <summary>The seven emotions of TESS in ordinal order of names.</summary>
    public static IReadOnlyList<(string Name, EmotionStyle Style)> Typical { get; } =
    [
        ("angry", new(3.0, 4.0, -4.0, 0.15, 6.0, 7.0, 0.05, 0.010)),
        ("disgust", new(-2.0, 3.0, -5.0, -0.30, 1.0, 2.5, 0.15, 0.020)),
        ("fear", new(6.0, 1.5, 1.0, 0.30, -1.0, 0.0, 0.35, 0.025)),
        ("happy", new(4.5, 6.0, -1.0, 0.05, 3.5, 3.5, 0.08, 0.008)),
        ("neutral", new(0.0, 2.0, -2.5, 0.00, 0.0, 0.0, 0.10, 0.006)),
        ("sad", new(-2.0, 1.0, -3.0, -0.40, -5.0, -6.0, 0.25, 0.012)),
        ("surprise", new(6.5, 8.0, 6.0, -0.10, 2.5, 2.0, 0.12, 0.008)),
    ];

    // Standard deviations of takes around their emotion's typical voice.
    private static readonly EmotionStyle Spread = new(0.9, 0.8, 1.1, 0.08, 1.2, 1.3, 0.036, 0.0025);

    /// <summary>One take: each property strays independently from the typical one.</summary>
    /// <param name="variability">Multiplies the standard deviations; 1 is usual.</param>
    /// <param name="gaussian">Draws from the standard normal distribution.</param>
    public EmotionStyle Vary(double variability, Func<double> gaussian) => new(
        PitchSemitones + (Spread.PitchSemitones * variability * gaussian()),
        Math.Max(0, RangeSemitones + (Spread.RangeSemitones * variability * gaussian())),
        SlopeSemitones + (Spread.SlopeSemitones * variability * gaussian()),
        TempoLog2 + (Spread.TempoLog2 * variability * gaussian()),
        LoudnessDb + (Spread.LoudnessDb * variability * gaussian()),
        BrightnessDb + (Spread.BrightnessDb * variability * gaussian()),
        Math.Clamp(Breath + (Spread.Breath * variability * gaussian()), 0, 1),
        Math.Max(0, Jitter + (Spread.Jitter * variability * gaussian())));

    /// <summary>Distance of two styles: sum of the squares of their differences, each in standard deviations of a take.</summary>
    public double DistanceTo(EmotionStyle other)
    {
        return Square((PitchSemitones - other.PitchSemitones) / Spread.PitchSemitones)
            + Square((RangeSemitones - other.RangeSemitones) / Spread.RangeSemitones)
            + Square((SlopeSemitones - other.SlopeSemitones) / Spread.SlopeSemitones)
            + Square((TempoLog2 - other.TempoLog2) / Spread.TempoLog2)
            + Square((LoudnessDb - other.LoudnessDb) / Spread.LoudnessDb)
            + Square((BrightnessDb - other.BrightnessDb) / Spread.BrightnessDb)
            + Square((Breath - other.Breath) / Spread.Breath)
            + Square((Jitter - other.Jitter) / Spread.Jitter);

        static double Square(double value) => value * value;
    }
}
