namespace Bakeoff.Corpora.Synthesis;

/// <summary>A speaker who does not exist.</summary>
/// <param name="Name">Name, beginning with SYN.</param>
/// <param name="PitchHz">Neutral pitch in hertz.</param>
/// <param name="TractScale">Formants relative to the average man's; shorter vocal tracts give higher formants.</param>
/// <param name="BrightnessDb">Own brightness, as in <see cref="EmotionStyle"/>.</param>
/// <param name="TempoLog2">Own tempo, as in <see cref="EmotionStyle"/>.</param>
internal sealed record SyntheticVoice(string Name, double PitchHz, double TractScale, double BrightnessDb, double TempoLog2)
{
    /// <summary>All voices, low and high in turn.</summary>
    public static IReadOnlyList<SyntheticVoice> All { get; } =
    [
        new("SYN1", 110, 1.00, 0.0, 0.00),
        new("SYN2", 205, 1.16, -1.0, 0.05),
        new("SYN3", 126, 1.05, 1.5, 0.08),
        new("SYN4", 186, 1.12, 0.5, -0.06),
        new("SYN5", 98, 0.97, -1.0, -0.04),
        new("SYN6", 222, 1.19, 1.0, 0.02),
        new("SYN7", 118, 1.02, 0.5, 0.03),
        new("SYN8", 196, 1.14, -0.5, -0.02),
    ];
}
