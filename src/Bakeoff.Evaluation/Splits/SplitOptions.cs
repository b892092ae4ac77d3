using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Evaluation.Splits;

/// <summary>Division of the clips into training, validation and test side: the <c>split:</c> section.</summary>
public sealed record SplitOptions : IValidatedOptions
{
    /// <summary>Choice of the test side. Default: random.</summary>
    [JsonPropertyName("by")]
    public SplitRule By { get; init; } = SplitRule.Random;

    /// <summary>Share of the clips (random) or speakers (speaker) to test on. Above 0, below 1. Default 0.2.</summary>
    [AlsoCalled("test_size", "test_split")]
    [JsonPropertyName("test")]
    public double Test { get; init; } = 0.2;

    /// <summary>Share of the training side to validate on: test 0.2 and validation 0.2 give 64 % train, 16 % validation and 20 % test. From
    /// 0 (none) to below 1. Default 0.2.</summary>
    [AlsoCalled("val", "val_size", "validation_split", "validation_size", "dev")]
    [JsonPropertyName("validation")]
    public double Validation { get; init; } = 0.2;

    /// <summary>Clips that stay together when the validation side is taken from the training side: none, speaker, text, speaker_text,
    /// speaker_and_text, or a column of the corpus. Default: as on the test side; if that leaves fewer than two groups to train on
    /// (leave_one_speaker_out with two speakers), by text, and without texts by clip.</summary>
    [JsonPropertyName("validation_by")]
    public string? ValidationBy { get; init; }

    /// <summary>
    /// Clips to train on in each fold, drawn from its train partition with the shares of labels and speakers that it has; the rest is on no
    /// side. What is validated and tested stays the same, so that learning curves and trials of halving can be compared. At least 1.
    /// Default null: all.
    /// </summary>
    [AlsoCalled("train_size")]
    [JsonPropertyName("train_clips"), ParameterIfGiven, Effort, Range(1, int.MaxValue)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? TrainClips { get; init; }

    /// <summary>Columns of the corpus, such as gender, whose shares each side keeps as it keeps those of the labels: exactly where clips are
    /// drawn one by one, as nearly as whole groups allow where these are. Clips without a value count as one more value. Default: none.</summary>
    [AlsoCalled("stratify", "stratified")]
    [JsonPropertyName("stratify_by"), OneOrMany, ParameterIfGiven]
    public IReadOnlyList<string> StratifyBy { get; init; } = [];

    /// <summary>Number of folds (kfold, and corpus where a corpus is both trained and tested on). At least 2. Default 5.</summary>
    [AlsoCalled("k", "n_splits", "n_folds")]
    [JsonPropertyName("folds")]
    public int Folds { get; init; } = 5;

    /// <summary>Clips that stay on one side together (kfold): none, speaker, text, speaker_text (a speaker with one text), speaker_and_text
    /// (neither is on both sides; clips that would be are unused), or a column of the corpus, such as session. Default: none.</summary>
    [AlsoCalled("groups")]
    [JsonPropertyName("group_by")]
    public string GroupBy { get; init; } = SplitGrouping.None;

    /// <summary>Speakers to test on (speaker). Empty: chosen at random, a share of test.</summary>
    [JsonPropertyName("test_speakers")]
    public IReadOnlyList<string> TestSpeakers { get; init; } = [];

    /// <summary>Corpora to test on (corpus), among those of the dataset.</summary>
    [JsonPropertyName("test_corpora")]
    public IReadOnlyList<string> TestCorpora { get; init; } = [];

    /// <summary>
    /// Corpora to train on (corpus). A corpus that is also tested on is divided by speaker: leave_one_speaker_out up to as many speakers as
    /// folds, else so many folds of whole speakers. Empty: all that are not tested on.
    /// </summary>
    [JsonPropertyName("train_corpora"), ParameterIfGiven]
    public IReadOnlyList<string> TrainCorpora { get; init; } = [];

    /// <summary>
    /// Corpora among those of the dataset that are on no side: what is divided are the others, and where there are candidates for a
    /// classifier, the one is chosen that tells the emotions of these corpora best, trained on the training side. Default: none; the
    /// choice is made on inner folds of the training side.
    /// </summary>
    [JsonPropertyName("choose_on"), OneOrMany, ParameterIfGiven]
    public IReadOnlyList<string> ChooseOn { get; init; } = [];

    /// <summary>
    /// Columns of the corpus that state a fold each (folds), such as those of an import from EmoBox: their values are train, validation and
    /// test, without regard to case; clips without a value are on no side. Where no clip is for validation, some are taken from the training
    /// side.
    /// </summary>
    [JsonPropertyName("columns"), OneOrMany, ParameterIfGiven]
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Lists of clips for each side (stated).</summary>
    [JsonPropertyName("stated")]
    public StatedSplit? Stated { get; init; }

    /// <summary>Leaks that the experiment accepts; they are printed beside every metric. Any other leak fails the stage.</summary>
    [JsonPropertyName("acknowledge")]
    public IReadOnlyList<Leak> Acknowledge { get; init; } = [];

    /// <summary>Clips that the test side keeps together.</summary>
    internal string TestGrouping => By switch
    {
        SplitRule.Speaker or SplitRule.LeaveOneSpeakerOut or SplitRule.Corpus => SplitGrouping.Speaker,
        SplitRule.Kfold => GroupBy,
        SplitRule.Stated when Stated!.Test.Speakers.Count > 0 => SplitGrouping.Speaker,
        SplitRule.Stated when Stated!.Test.Texts.Count > 0 => SplitGrouping.Text,
        _ => SplitGrouping.None,
    };

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate() => [.. SizeProblems(), .. RuleProblems(), .. CorpusProblems()];

    private IEnumerable<OptionProblem> SizeProblems()
    {
        if (!(Test > 0 && Test < 1))
        {
            yield return new OptionProblem(
                "test", string.Create(CultureInfo.InvariantCulture, $"is {Test}, expected a share above 0 and below 1."));
        }

        if (!(Validation >= 0 && Validation < 1))
        {
            yield return new OptionProblem(
                "validation", string.Create(CultureInfo.InvariantCulture, $"is {Validation}, expected a share from 0 to below 1."));
        }

        if (Folds < 2)
        {
            yield return new OptionProblem("folds", string.Create(CultureInfo.InvariantCulture, $"is {Folds}, expected at least 2."));
        }
    }

    /// <summary>Keys of other rules, and those that the rule lacks.</summary>
    private IEnumerable<OptionProblem> RuleProblems()
    {
        (string Key, SplitRule Rule, bool IsGiven)[] keys =
        [
            ("group_by", SplitRule.Kfold, GroupBy != SplitGrouping.None),
            ("test_speakers", SplitRule.Speaker, TestSpeakers.Count > 0),
            ("test_corpora", SplitRule.Corpus, TestCorpora.Count > 0),
            ("train_corpora", SplitRule.Corpus, TrainCorpora.Count > 0),
            ("columns", SplitRule.Folds, Columns.Count > 0),
            ("stated", SplitRule.Stated, Stated is not null),
        ];
        foreach (var (key, rule, _) in keys.Where(key => key.IsGiven && key.Rule != By))
        {
            yield return new OptionProblem(key, $"is given, expected only with by: {rule.ToString().ToLowerInvariant()}. Remove it or change by.");
        }

        if (By == SplitRule.Corpus && TestCorpora.Count == 0)
        {
            yield return new OptionProblem(
                "test_corpora", "is empty, expected the corpora to test on. Name some of those under corpora of the dataset.");
        }

        if (By == SplitRule.Folds && Columns.Count == 0)
        {
            yield return new OptionProblem(
                "columns", "is empty, expected the columns of the dataset that state folds. Name them, such as columns: [fold_1, fold_2].");
        }

        if (By == SplitRule.Stated && (Stated is null || Stated.Test.IsEmpty))
        {
            yield return new OptionProblem(
                "stated", "names no test clips, expected speakers, texts or clips under stated.test. State them or change by.");
        }
    }

    private IEnumerable<OptionProblem> CorpusProblems()
    {
        // A corpus that is on the test side alone would be tested again in every fold of the others.
        if (By == SplitRule.Corpus
            && TestCorpora.Intersect(TrainCorpora, StringComparer.Ordinal).Any()
            && TestCorpora.Except(TrainCorpora, StringComparer.Ordinal).FirstOrDefault() is { } unheard)
        {
            yield return new OptionProblem(
                "test_corpora",
                $"names {unheard}, which is not trained on, beside corpora that are, expected one or the other. Test them in experiments of "
                    + "their own.");
        }

        if (ChooseOn.GroupBy(static name => name, StringComparer.Ordinal).FirstOrDefault(static same => same.Skip(1).Any()) is { Key: var twice })
        {
            yield return new OptionProblem("choose_on", $"names {twice} twice, expected each corpus once. Remove one.");
        }

        if (ChooseOn.FirstOrDefault(name => TestCorpora.Concat(TrainCorpora).Contains(name, StringComparer.Ordinal)) is { } both)
        {
            yield return new OptionProblem(
                "choose_on", $"names {both}, which is trained or tested on, expected a corpus that is neither. Remove it from one of the two.");
        }
    }
}
