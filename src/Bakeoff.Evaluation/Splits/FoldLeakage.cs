namespace Bakeoff.Evaluation.Splits;

/// <summary>Overlap between the training side (train and validation) and the test side of one fold.</summary>
/// <param name="Fold">Name of the fold.</param>
/// <param name="SharedSpeakers">Speakers on both sides.</param>
/// <param name="SharedTexts">Texts on both sides.</param>
/// <param name="SharedSpeakerTexts">Pairs of speaker and text on both sides.</param>
/// <param name="DuplicateSamples">Recordings on both sides.</param>
/// <param name="ValidationSharedSpeakers">Speakers in both train and validation: no leak into metrics, but early stopping then uses known
/// voices.</param>
/// <param name="ValidationSharedTexts">Texts in both train and validation.</param>
public sealed record FoldLeakage(
    string Fold,
    int SharedSpeakers,
    int SharedTexts,
    int SharedSpeakerTexts,
    int DuplicateSamples,
    int ValidationSharedSpeakers,
    int ValidationSharedTexts)
{
    /// <summary>Number of items of one kind on both sides.</summary>
    /// <param name="leak">The kind.</param>
    public int Count(Leak leak) => leak switch
    {
        Leak.SharedSpeakers => SharedSpeakers,
        Leak.SharedTexts => SharedTexts,
        Leak.SharedSpeakerTexts => SharedSpeakerTexts,
        Leak.DuplicateSamples => DuplicateSamples,
        _ => throw new ArgumentOutOfRangeException(nameof(leak), leak, "Unknown leak."),
    };
}
