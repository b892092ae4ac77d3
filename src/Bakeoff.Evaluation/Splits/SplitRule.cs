namespace Bakeoff.Evaluation.Splits;

/// <summary>Choice of the test side.</summary>
public enum SplitRule
{
    /// <summary>Clips at random, with the shares of labels and speakers kept; speakers are on both sides.</summary>
    Random,

    /// <summary>Whole speakers at random, or those named by test_speakers.</summary>
    Speaker,

    /// <summary>One fold for each speaker; each speaker is tested once.</summary>
    LeaveOneSpeakerOut,

    /// <summary>Folds of similar size and class shares, grouped by group_by; each clip is tested once.</summary>
    Kfold,

    /// <summary>Whole corpora of a combined corpus, named by test_corpora; all others are for training.</summary>
    Corpus,

    /// <summary>As listed under stated.</summary>
    Stated,
}
