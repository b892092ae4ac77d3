namespace Bakeoff.Evaluation.Splits;

/// <summary>How the test side is chosen.</summary>
public enum SplitRule
{
    /// <summary>Clips at random, the shares of labels and speakers kept: the speakers are on both sides.</summary>
    Random,

    /// <summary>Whole speakers at random, or those named by test_speakers.</summary>
    Speaker,

    /// <summary>One fold a speaker; each speaker is tested once.</summary>
    LeaveOneSpeakerOut,

    /// <summary>Folds of about equal size and class shares, grouped as group_by says; each clip is tested once.</summary>
    Kfold,

    /// <summary>Whole corpora of a combined one, those named by test_corpora; all others are trained on.</summary>
    Corpus,

    /// <summary>As listed under stated.</summary>
    Stated,
}
