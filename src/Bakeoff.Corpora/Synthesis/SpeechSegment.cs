namespace Bakeoff.Corpora.Synthesis;

/// <summary>A stretch of an utterance with one target for the vocal tract and one for each sound source.</summary>
/// <param name="Seconds">Duration at neutral tempo.</param>
/// <param name="F1Hz">First formant.</param>
/// <param name="F2Hz">Second formant.</param>
/// <param name="F3Hz">Third formant.</param>
/// <param name="Voicing">Amplitude of the glottal source, 0 to 1.</param>
/// <param name="Aspiration">Amplitude of noise through the vocal tract, 0 to 1.</param>
internal sealed record SpeechSegment(double Seconds, double F1Hz, double F2Hz, double F3Hz, double Voicing, double Aspiration)
{
    /// <summary>The utterance "a WORD", with silence before and after.</summary>
    /// <param name="word">The word.</param>
    public static SpeechSegment[] Utterance(SyntheticWord word) =>
    [
        new(0.06, 500, 1500, 2500, 0, 0),
        new(0.11, 500, 1500, 2500, 0.8, 0.0),
        new(0.06, word.F1Hz, word.F2Hz, word.F3Hz, 0.05, 0.5),
        new(0.14, word.F1Hz, word.F2Hz, word.F3Hz, 1.0, 0.0),
        new(0.14, word.F1Hz, word.F2Hz, word.F3Hz, 0.9, 0.0),
        new(0.06, 250, 1700, 2600, 0.12, 0.0),
        new(0.02, 350, 1700, 2700, 0.1, 0.7),
        new(0.10, 450, 1500, 2500, 0.35, 0.08),
        new(0.08, 500, 1500, 2500, 0, 0),
    ];

    /// <summary>Index of the segment on which the pitch accent peaks.</summary>
    public const int Accent = 4;
}
