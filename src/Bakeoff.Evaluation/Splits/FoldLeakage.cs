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
    /// <summary>Clips on any side.</summary>
    public int Clips { get; init; }

    /// <summary>Clips on any side whose speaker is unknown.</summary>
    public int UnknownSpeakers { get; init; }

    /// <summary>Clips on any side whose text is unknown.</summary>
    public int UnknownTexts { get; init; }

    /// <summary>Clips on any side whose speaker or text is unknown.</summary>
    public int UnknownSpeakerTexts { get; init; }

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

    /// <summary>Number of clips that may share something of one kind unnoticed.</summary>
    /// <param name="leak">The kind.</param>
    public int Unknown(Leak leak) => leak switch
    {
        Leak.SharedSpeakers => UnknownSpeakers,
        Leak.SharedTexts => UnknownTexts,
        Leak.SharedSpeakerTexts => UnknownSpeakerTexts,
        _ => 0,
    };

    /// <summary>Finding for one kind. Pairs of speaker and text cannot be shared where one of the two certainly is not.</summary>
    /// <param name="leak">The kind.</param>
    public LeakState State(Leak leak) =>
        Count(leak) > 0 ? LeakState.Found
        : Unknown(leak) == 0 ? LeakState.None
        : leak == Leak.SharedSpeakerTexts && (State(Leak.SharedSpeakers) == LeakState.None || State(Leak.SharedTexts) == LeakState.None)
            ? LeakState.None
        : LeakState.CannotBeKnown;
}
