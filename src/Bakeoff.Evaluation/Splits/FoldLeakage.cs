namespace Bakeoff.Evaluation.Splits;

/// <summary>What training side (train and validation) and test side of one fold have in common.</summary>
/// <param name="Fold">Name of the fold.</param>
/// <param name="SharedSpeakers">Speakers on both sides.</param>
/// <param name="SharedTexts">Texts on both sides.</param>
/// <param name="SharedSpeakerTexts">Pairs of speaker and text on both sides.</param>
/// <param name="DuplicateSamples">Recordings on both sides.</param>
/// <param name="ValidationSharedSpeakers">Speakers that train and validation share: no leak into figures, but early stopping then looks at known voices.</param>
/// <param name="ValidationSharedTexts">Texts that train and validation share.</param>
public sealed record FoldLeakage(
    string Fold,
    int SharedSpeakers,
    int SharedTexts,
    int SharedSpeakerTexts,
    int DuplicateSamples,
    int ValidationSharedSpeakers,
    int ValidationSharedTexts)
{
    /// <summary>How many items of one kind are on both sides.</summary>
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
