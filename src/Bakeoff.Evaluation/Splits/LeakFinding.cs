using System.Globalization;

namespace Bakeoff.Evaluation.Splits;

/// <summary>Finding of the audit for one kind of leak, over all folds.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="State">Found, not found, or beyond knowledge.</param>
/// <param name="Count">Number of items on both sides, in the fold with most; more are possible if clips are unknown.</param>
/// <param name="UnknownClips">Number of clips whose speaker or text is unknown, in the fold with most.</param>
/// <param name="Clips">Number of clips on any side of that fold.</param>
/// <param name="IsAcknowledged">True if the experiment acknowledges this kind.</param>
public sealed record LeakFinding(Leak Kind, LeakState State, int Count, int UnknownClips, int Clips, bool IsAcknowledged)
{
    /// <summary>The meaning of a leak of this kind for the metrics.</summary>
    public string Meaning => Kind switch
    {
        Leak.SharedSpeakers => "Speakers on both sides: the figures measure known voices.",
        Leak.SharedTexts => "Texts on both sides: the figures measure known words.",
        Leak.SharedSpeakerTexts => "The same speaker says the same text on both sides, with another emotion or take.",
        _ => "The same recording is on both sides: the figures measure memory.",
    };

    /// <summary>The clips of which too little is known, such as <c>unknown for 3 of 12 clips</c>; null if all are known.</summary>
    public string? Unknown =>
        UnknownClips == 0 ? null
        : UnknownClips == Clips ? string.Create(CultureInfo.InvariantCulture, $"unknown for all {Clips} clips")
        : string.Create(CultureInfo.InvariantCulture, $"unknown for {UnknownClips} of {Clips} clips");

    /// <summary>The count for reports, such as <c>4</c> or <c>at least 4</c>, <c>none</c> or <c>cannot be known</c>.</summary>
    public string Amount => State switch
    {
        LeakState.None => "none",
        LeakState.Found when UnknownClips > 0 => string.Create(CultureInfo.InvariantCulture, $"at least {Count}"),
        LeakState.Found => Count.ToString(CultureInfo.InvariantCulture),
        _ => "cannot be known",
    };

    /// <summary>The word for a number of items of this kind, such as <c>speakers</c>.</summary>
    internal string Items(int count = 2)
    {
        var item = Kind switch
        {
            Leak.SharedSpeakers => "speaker",
            Leak.SharedTexts => "text",
            Leak.SharedSpeakerTexts => "speaker-text pair",
            _ => "duplicate recording",
        };
        return count == 1 ? item : item + "s";
    }
}
