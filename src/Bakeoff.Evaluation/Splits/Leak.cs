namespace Bakeoff.Evaluation.Splits;

/// <summary>A kind of overlap between training and test side.</summary>
public enum Leak
{
    /// <summary>A speaker is on both sides: metrics measure known voices.</summary>
    SharedSpeakers,

    /// <summary>A text is on both sides: metrics measure known words.</summary>
    SharedTexts,

    /// <summary>A speaker saying a certain text is on both sides. Acknowledging shared_speakers and shared_texts together covers
    /// it.</summary>
    SharedSpeakerTexts,

    /// <summary>The same samples are on both sides, as whole clips or as stretches of a file that overlap: metrics measure memory.</summary>
    DuplicateSamples,
}
