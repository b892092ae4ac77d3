using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Kinds;
using Bakeoff.Classifiers;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Columns;
using Bakeoff.Encoders.Features;
using Bakeoff.Evaluation.Selection;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Neural;
using Bakeoff.Neural.Engines;
using Bakeoff.Neural.Layers;
using Bakeoff.Neural.Losses;
using Bakeoff.Options;
using Bakeoff.Options.Sweeps;
using Bakeoff.Options.Yaml;

namespace Bakeoff.Experiments.Configuration;

/// <summary>
/// Finds what would stop a later stage and can be known before the first: a corpus that nobody describes, layers that do not fit the
/// features, impulse responses that cannot be used.
/// </summary>
internal sealed class ExperimentCheck
{
    private const string BinsKey = "bins.column";

    /// <summary>Classes assumed while layers are checked; no hidden layer depends on their number.</summary>
    private const int AnyClassCount = 2;

    private readonly string _root;
    private readonly string _datasets;
    private readonly CorpusFolders _corpora;

    /// <summary>Checks against a repository.</summary>
    public ExperimentCheck(string repositoryRoot)
    {
        _root = repositoryRoot;
        _datasets = Path.Combine(repositoryRoot, "experiments", "datasets");
        _corpora = new CorpusFolders(_datasets, "");
    }

    /// <summary>Adds every problem found.</summary>
    /// <param name="options">Options that are sound in themselves.</param>
    /// <param name="tree">What they were bound from, for the places.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public void Check(ExperimentOptions options, MappingNode tree, ProblemList problems)
    {
        // Read where an experiment says something that only its corpus can answer.
        var isKnown = CheckDataset(options.Dataset.Name, tree, problems);
        var corpora = new Lazy<IReadOnlyList<DatasetDescription>>(() => isKnown ? ReadCorpora(options.Dataset.Name) : []);
        if (isKnown)
        {
            CheckColumns(options, corpora, tree, problems);
            CheckCorpora(options, tree, problems);
        }

        CheckEnsemble(options, tree, problems);
        CheckImpulseResponses(options, tree, problems);
        CheckStress(options, tree, problems);
        CheckImport(options, tree, problems);
        var features = FindColumns(options.Features, tree, problems);
        if (options.Model is { } model)
        {
            if (FineTuning.Check(options, tree, problems)
                && features is { Kind: not EncoderKind { IsAwaited: true } }
                && CheckStates(model, features, tree, problems))
            {
                CheckLayers(FineTuning.Complete(model, features), features, tree, problems);
            }

            CheckTraining(options, corpora, tree, problems);
        }

        if (options.Classifier is { } classifier)
        {
            CheckWeighed(options, classifier, corpora, tree, problems);
        }
    }

    private static void CheckWeighed(
        ExperimentOptions options,
        ClassifierChoiceOptions classifier,
        Lazy<IReadOnlyList<DatasetDescription>> corpora,
        MappingNode tree,
        ProblemList problems)
    {
        var counting = classifier.Candidates.Index().Where(static candidate => !candidate.Item.TakesWeights).ToList();
        if ((counting.Count == 0 && classifier.Sampling == RowSampling.None) || SharesOf(options, corpora) is not { } shares)
        {
            return;
        }

        foreach (var (i, candidate) in counting)
        {
            var key = KeyPath.Join("classifier.candidates", i);
            var kind = OptionKinds.NameOf(candidate.GetType());
            problems.Add(
                tree.Deepest(key).Origin,
                key,
                kind,
                "a classifier that takes weights of clips",
                $"{key} is {kind}, which counts clips and cannot weigh them, but {shares}. Use logistic_regression, linear_discriminant, "
                    + "linear_svm, rbf_svm, random_forest or gradient_boosting.");
        }

        if (classifier.Sampling != RowSampling.None)
        {
            const string Key = "classifier.sampling";
            problems.Add(
                tree.Deepest(Key).Origin,
                Key,
                YamlName.Of(classifier.Sampling),
                "clips that count alike",
                $"{Key} is {YamlName.Of(classifier.Sampling)}, which makes classes equally large in numbers of clips, but {shares}. "
                    + "Set it to none.");
        }
    }

    private void CheckEnsemble(ExperimentOptions options, MappingNode tree, ProblemList problems)
    {
        if (options.Ensemble is not { } ensemble)
        {
            return;
        }

        (string Key, bool IsUsual)[] own =
        [
            ("features", IsSame(options.Features, new FeatureOptions())),
            ("engine", IsSame(options.Engine, new EngineOptions())),
        ];
        foreach (var (key, _) in own.Where(static key => !key.IsUsual))
        {
            problems.Add(
                tree.Deepest(key).Origin,
                key,
                null,
                "no settings of a training beside ensemble",
                $"{key} is given beside ensemble, expected in the members, which are trained by their own files. Remove it or set it to "
                    + "null.");
        }

        var known = ExperimentReader.ListNames(_root);
        foreach (var (i, name) in ensemble.Of.Index())
        {
            if (known.Contains(SweepNames.FileOf(name), StringComparer.Ordinal))
            {
                continue;
            }

            var key = KeyPath.Join("ensemble.of", i);
            var advice = NearestName.Question(name, known) ?? "Correct the name.";
            problems.Add(
                tree.Deepest(key).Origin,
                key,
                name,
                "an experiment of the project",
                $"{key} is '{name}', expected an experiment of the project. {advice}");
        }
    }

    private static bool IsSame<T>(T given, T usual)
        where T : class =>
        YamlOptions.Flatten(given, "").SequenceEqual(YamlOptions.Flatten(usual, ""));

    // The corpus, and those that it is made of before it.
    private List<DatasetDescription> ReadCorpora(string name)
    {
        var dataset = DatasetCatalogue.Read(_corpora, name);
        return [.. dataset.Corpora.Select(part => DatasetCatalogue.Read(_corpora, part.Dataset)), dataset];
    }

    private FeatureOptions? FindColumns(FeatureOptions features, MappingNode tree, ProblemList problems)
    {
        try
        {
            return ImportedFeatures.FindColumns(_root, features);
        }
        catch (DatasetException exception)
        {
            const string Key = "features.kind";
            problems.Add(tree.Deepest(Key).Origin, Key, null, "a table of features", $"{Key} names features that cannot be used: {exception.Message}");
            return null;
        }
    }

    private static void CheckImport(ExperimentOptions options, MappingNode tree, ProblemList problems)
    {
        if (options.Features.Kind is not ImportKind kind)
        {
            return;
        }

        if (options.Augmentation is not null)
        {
            Add("augmentation", "is given, but imported features are of the recordings alone, expected none. Remove it or set it to null.");
        }

        if (options.Normalization == FeatureNormalization.Clip && kind.Rows == RowsOfClip.One)
        {
            Add("normalization", "is clip, but each clip has one row, which would become 0, expected train, speaker or none. Change it.");
        }

        void Add(string key, string message) => problems.Add(tree.Deepest(key).Origin, key, null, "settings of imported features", $"{key} {message}");
    }

    /// <summary>The reason for which clips have shares of the classes in place of labels; null where they have labels alone.</summary>
    private static string? SharesOf(ExperimentOptions options, Lazy<IReadOnlyList<DatasetDescription>> corpora) =>
        options is not { Targets: null, Heads: null, Bins: null } ? null
        : options.WeightBy is not null ? "weight_by is given"
        : corpora.Value.FirstOrDefault(static corpus => corpus.Votes is not null && corpus.Columns["label"].Rule == VoteRule.Soft) is { } soft
            ? $"{soft.Name} has labels of rule: soft"
            : null;

    private static void CheckTraining(
        ExperimentOptions options, Lazy<IReadOnlyList<DatasetDescription>> corpora, MappingNode tree, ProblemList problems)
    {
        var training = ResolvedExperiment.ResolveTraining(options, tree);
        // The default may be written out.
        LossOptions usual = options.Predicted.HasLabel ? new CrossEntropyOptions() : new CccOptions();
        if (options.Heads is not null && training.Loss != usual)
        {
            const string Key = "training.loss";
            problems.Add(
                tree.Deepest(Key).Origin, Key, null, "no loss beside heads", $"{Key} is given beside heads, which have losses of their own. "
                    + "Remove it, and set 'loss' of a head.");
        }

        var isSmall = training.BatchSize < 2;
        foreach (var (name, _) in (options.Heads ?? new Dictionary<string, HeadOptions>()).Where(head =>
            isSmall && head.Value.LossOf(head.Key == PredictedColumns.Label).NeedsVariedTargets))
        {
            const string Key = "training.batch_size";
            problems.Add(
                tree.Deepest(Key).Origin, Key, "1", "at least 2", $"{Key} is 1, expected at least 2 for the loss of head {name}. CCC compares "
                    + "clips; 32 or more is usual.");
        }

        if (!training.Loss.TakesShares && SharesOf(options, corpora) is { } shares)
        {
            const string Key = "training.loss";
            problems.Add(
                tree.Deepest(Key).Origin,
                Key,
                training.Loss.Kind,
                "a loss that takes shares of the classes",
                $"{Key} is {training.Loss.Kind}, which takes labels only, but {shares}. Use cross_entropy or kl_divergence.");
        }

        foreach (var (key, message) in training.ValidateFor(options.Predicted.HasLabel, options.Predicted.Targets.Count > 0))
        {
            var path = KeyPath.Join("training", key);
            problems.Add(tree.Deepest(path).Origin, path, null, "a setting for what is predicted", $"{path} {message}");
        }

        if (training.LooksAtValidation && options.Split is { Validation: 0, Stated: null or { Validation.IsEmpty: true } })
        {
            var name = YamlName.Of(training.StopOn);
            problems.Add(
                tree.Deepest("split.validation").Origin,
                "split.validation",
                "0",
                "clips for training.stop_on to look at",
                $"split.validation is 0, but training.stop_on is {name}, expected clips to validate on. Raise split.validation, or set "
                    + $"training.stop_on: train_loss.");
        }
    }

    private static void CheckColumns(
        ExperimentOptions options, Lazy<IReadOnlyList<DatasetDescription>> corpora, MappingNode tree, ProblemList problems)
    {
        var split = options.Split;
        var targetsKey = options.Heads is null ? "targets" : "heads";
        (string Key, string? Name, IReadOnlyList<string> Others)[] groupings =
        [
            ("split.group_by", split.GroupBy, SplitGrouping.Names),
            ("split.validation_by", split.ValidationBy, SplitGrouping.Names),
            ("classifier.group_by", options.Classifier?.GroupBy, InnerGrouping.Names),
        ];
        (string Key, string Name, IReadOnlyList<string> Others)[] named =
        [
            .. groupings
                .Where(static grouping => grouping.Name is not null && !grouping.Others.Contains(grouping.Name, StringComparer.Ordinal))
                .Select(static grouping => (grouping.Key, grouping.Name!, grouping.Others)),
            .. split.StratifyBy.Select(static name => ("split.stratify_by", name, (IReadOnlyList<string>)[])),
            .. split.Columns.Select(static name => ("split.columns", name, (IReadOnlyList<string>)[])),
            .. (options.Evaluate?.Groups ?? []).Select(static group => ("evaluate.groups", group.Column, (IReadOnlyList<string>)[])),
            .. options.Predicted.Targets.Select(name => (targetsKey, name, (IReadOnlyList<string>)[])),
            .. options.WeightBy is { } weight ? [("weight_by", weight, (IReadOnlyList<string>)[])] : Array.Empty<(string, string, IReadOnlyList<string>)>(),
            .. new[] { options.Bins }.OfType<BinnedNumberOptions>().Select(static bins => (BinsKey, bins.Column, (IReadOnlyList<string>)[])),
        ];
        if (named.Length == 0)
        {
            return;
        }

        var dataset = corpora.Value[^1];
        var described = corpora.Value
            .SelectMany(static description => VoteColumns.WithAgreement(description.Columns, description.Votes))
            .Where(static column => column.Key is not ("label" or "speaker" or "text"))
            .ToList();
        var columns = described.Select(static column => column.Key).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        foreach (var (key, name, others) in named)
        {
            var isOfNumbers = key == targetsKey || key is "weight_by" or BinsKey;
            if (isOfNumbers && described.Exists(column => column.Key == name && column.Value.Type != ColumnType.Number))
            {
                problems.Add(
                    tree.Deepest(key).Origin,
                    key,
                    name,
                    "a column of numbers",
                    $"{key} is '{name}', a column of text, expected one of numbers. "
                        + $"Set 'columns: {{{name}: number}}' in experiments/datasets/{dataset.Name}.yaml.");
            }

            if (!columns.Contains(name, StringComparer.Ordinal))
            {
                string[] known = [.. others, .. columns];
                var rule = known.Length == 0 ? $"a column of {dataset.Name}, which has none" : $"one of {string.Join(", ", known)}";
                var next = NearestName.Question(name, known) ?? $"Describe the column in experiments/datasets/{dataset.Name}.yaml.";
                problems.Add(tree.Deepest(key).Origin, key, name, rule, $"{key} is '{name}', expected {rule}. {next}");
            }
        }
    }

    private void CheckCorpora(ExperimentOptions options, MappingNode tree, ProblemList problems)
    {
        var split = options.Split;
        (string Key, IReadOnlyList<string> Names)[] named =
        [
            ("split.choose_on", split.ChooseOn),
            ("split.test_corpora", split.TestCorpora),
            ("split.train_corpora", split.TrainCorpora),
        ];
        foreach (var (key, name) in named.SelectMany(static one => one.Names, static (one, name) => (one.Key, name)))
        {
            var dataset = DatasetCatalogue.Read(_corpora, options.Dataset.Name);
            string[] known = [.. dataset.Corpora.Select(static part => part.Dataset)];
            if (known.Contains(name, StringComparer.Ordinal))
            {
                continue;
            }

            var rule = known.Length == 0 ? $"a corpus of {dataset.Name}, which is one by itself" : $"one of {string.Join(", ", known)}";
            var next = NearestName.Question(name, known)
                ?? "Take a dataset with corpora, such as 'dataset: a,b,c', and name some of them.";
            problems.Add(tree.Deepest(key).Origin, key, name, rule, $"{key} is '{name}', expected {rule}. {next}");
        }
    }

    private bool CheckDataset(string name, MappingNode tree, ProblemList problems)
    {
        string[] names = Directory.Exists(_datasets)
            ?
            [
                .. Directory
                    .EnumerateFiles(_datasets, "*.yaml")
                    .Select(file => Path.GetFileNameWithoutExtension(file))
                    .Order(StringComparer.Ordinal),
            ]
            : [];
        var parts = DatasetCatalogue.Divide(name);
        var origin = tree.Deepest("dataset.name").Origin;
        var unknown = parts.Where(part => !names.Contains(part, StringComparer.Ordinal)).ToList();
        foreach (var part in unknown)
        {
            var near = NearestName.Find(part, names) is { } meant ? $"Did you mean '{meant}'? " : "";
            var list = names.Length == 0 ? "There are none yet." : $"There are: {string.Join(", ", names)}.";
            problems.Add(
                origin,
                "dataset.name",
                part,
                "a corpus that is described",
                $"dataset.name {(parts.Count == 1 ? "is" : "has")} '{part}', expected a corpus described in "
                    + $"experiments/datasets/NAME.yaml. {near}{list}");
        }

        if (parts.GroupBy(static part => part, StringComparer.Ordinal).FirstOrDefault(static same => same.Skip(1).Any()) is { Key: var twice })
        {
            problems.Add(
                origin,
                "dataset.name",
                name,
                "each corpus once",
                $"dataset.name is '{name}', which names {twice} twice, expected each corpus once. Remove one.");
            return false;
        }

        return unknown.Count == 0;
    }

    private void CheckImpulseResponses(ExperimentOptions options, MappingNode tree, ProblemList problems)
    {
        if (options.Augmentation?.Reverb?.ImpulseResponses is { } path)
        {
            foreach (var problem in ImpulseResponseCheck.FindProblems(_root, ImpulseResponseCheck.Key, path))
            {
                const string Key = ImpulseResponseCheck.Key;
                problems.Add(tree.Deepest(Key).Origin, Key, path, "impulse responses of rooms", problem);
            }
        }
    }

    private void CheckStress(ExperimentOptions options, MappingNode tree, ProblemList problems)
    {
        foreach (var (name, condition) in options.Stress ?? new Dictionary<string, StressOptions>())
        {
            var key = KeyPath.Join(KeyPath.Join("stress", name), condition.Noise is null ? "room" : "noise");
            var found =
                condition.Noise is { } noise ? NoiseFiles.FindProblems(_root, key, noise)
                : condition.Room is { } room ? ImpulseResponseCheck.FindProblems(_root, key, room)
                : [];
            foreach (var problem in found)
            {
                problems.Add(tree.Deepest(key).Origin, key, condition.Noise ?? condition.Room, "sounds of a condition", problem);
            }
        }
    }

    // Any divisor of the width would pass for a number of states.
    private static bool CheckStates(IReadOnlyList<LayerOptions> model, FeatureOptions features, MappingNode tree, ProblemList problems)
    {
        if (features.Kind is not EncoderKind kind)
        {
            return true;
        }

        var states = kind.CountStates();
        var isSound = true;
        for (var i = 0; i < model.Count; i++)
        {
            if (model[i] is not LayerMixOptions mix || mix.States == states)
            {
                continue;
            }

            isSound = false;
            var path = KeyPath.Join(KeyPath.Join("model", i), mix.Kind);
            var rule = states == 1
                ? $"but features.kind.encoder.layer is {kind.Layer}, one state, expected mix there. Set it, or remove the layer."
                : FormattableString.Invariant($"expected {states}, the states of {kind.Model}. Set it.");
            problems.Add(
                tree.Deepest(path).Origin,
                path,
                null,
                "the states of the encoder",
                FormattableString.Invariant($"{path} is {mix.States}, {rule}"));
        }

        return isSound;
    }

    private static void CheckLayers(IReadOnlyList<LayerOptions> model, FeatureOptions features, MappingNode tree, ProblemList problems)
    {
        try
        {
            Network.CheckShapes(model, new FeatureExtractor(features).FeatureCount, AnyClassCount);
        }
        catch (LayerShapeException exception)
        {
            var path = PathOf(exception.Layer, model);
            problems.Add(tree.Deepest(path).Origin, path, null, "layers that fit", $"{path} does not fit: {exception.Message}");
        }
    }

    /// <summary>
    /// The key of a layer that a network calls <c>dense_2</c>: the second dense layer in the list. The output layer has no key of its own.
    /// </summary>
    private static string PathOf(string layer, IReadOnlyList<LayerOptions> model)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < model.Count; i++)
        {
            var kind = model[i].Kind;
            counts[kind] = counts.GetValueOrDefault(kind) + 1;
            if (layer == FormattableString.Invariant($"{kind}_{counts[kind]}"))
            {
                return KeyPath.Join(KeyPath.Join("model", i), kind);
            }
        }

        return "model";
    }
}
