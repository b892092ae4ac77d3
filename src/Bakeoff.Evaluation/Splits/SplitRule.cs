using Bakeoff.Options;

namespace Bakeoff.Evaluation.Splits;

/// <summary>Choice of the test side.</summary>
public enum SplitRule
{
    /// <summary>Clips at random, with the shares of labels and speakers kept; speakers are on both sides.</summary>
    [AlsoCalled("holdout", "shuffle", "train_test_split")]
    Random,

    /// <summary>Whole speakers at random, or those named by test_speakers.</summary>
    Speaker,

    /// <summary>One fold for each speaker; each speaker is tested once.</summary>
    [AlsoCalled("loso", "leave_one_group_out", "logo")]
    LeaveOneSpeakerOut,

    /// <summary>Folds of similar size and class shares, grouped by group_by; each clip is tested once.</summary>
    [AlsoCalled("cv", "cross_validation", "stratified_kfold", "group_kfold")]
    Kfold,

    /// <summary>Whole corpora of a combined corpus, named by test_corpora; those named by train_corpora, or all others, are for training.</summary>
    Corpus,

    /// <summary>Folds that the corpus itself states: a column for each, whose values are train, validation and test.</summary>
    [AlsoCalled("fold_columns", "official_folds")]
    Folds,

    /// <summary>As listed under stated.</summary>
    [AlsoCalled("official", "predefined", "fixed")]
    Stated,
}
