namespace Bakeoff.Evaluation.Splits;

/// <summary>What training and test side can have in common.</summary>
public enum Leak
{
    /// <summary>A speaker is on both sides: figures measure known voices.</summary>
    SharedSpeakers,

    /// <summary>A text is on both sides: figures measure known words.</summary>
    SharedTexts,

    /// <summary>A speaker saying a certain text is on both sides. Acknowledging shared_speakers and shared_texts together covers it.</summary>
    SharedSpeakerTexts,

    /// <summary>The same samples are on both sides: figures measure memory.</summary>
    DuplicateSamples,
}
