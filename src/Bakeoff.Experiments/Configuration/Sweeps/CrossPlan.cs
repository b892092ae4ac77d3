using Bakeoff.Corpora;
using Bakeoff.Options;
using Bakeoff.Options.Sweeps;
using Bakeoff.Options.Yaml;

namespace Bakeoff.Experiments.Configuration.Sweeps;

/// <summary>The members of <c>sweep: {cross: true}</c>: each corpus of a dataset against each, and all but one against that one.</summary>
internal static class CrossPlan
{
    private const string TrainKey = "split.train_corpora";
    private const string TestKey = "split.test_corpora";

    /// <summary>Keys of a split that say nothing about its test side.</summary>
    private static readonly string[] KeptKeys = ["validation", "validation_by", "stratify_by", "folds", "acknowledge"];

    /// <summary>Changes of all members: for each corpus that trains all that are tested on; then what all others are tested on.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="origin">Where <c>cross</c> is written.</param>
    /// <exception cref="ConfigurationException">The experiment's dataset is a single corpus.</exception>
    public static IReadOnlyList<IReadOnlyList<SweepChange>> List(ResolvedExperiment experiment, ValueOrigin origin)
    {
        var dataset = experiment.Options.Dataset.Name;
        var corpora = Corpora(experiment);
        if (corpora.Count < 2)
        {
            var problems = new ProblemList();
            problems.Add(
                origin,
                "sweep.cross",
                dataset,
                "at least two corpora",
                $"sweep.cross pairs the corpora of dataset {dataset}, which is one, expected at least two. Name them with commas between, such "
                    + $"as dataset: {dataset},OTHER, or a dataset that is made of others.");
            problems.ThrowIfAny();
        }

        return
        [
            .. corpora.SelectMany(train => corpora.Select(test => (IReadOnlyList<SweepChange>)[Change(TrainKey, train), Change(TestKey, test)])),

            // Of two corpora, all but one is the other.
            .. corpora.Where(_ => corpora.Count > 2).Select(test => (IReadOnlyList<SweepChange>)[Change(TestKey, test)]),
        ];

        SweepChange Change(string key, string corpus) => new(key, origin, new SequenceNode([new ScalarNode(corpus, false, origin)], origin));
    }

    /// <summary>An experiment whose split is by corpus and else as written.</summary>
    public static MappingNode Prepare(MappingNode tree, ValueOrigin origin)
    {
        var split = tree.Find("split")!;
        var kept = split.Value is MappingNode mapping
            ? mapping.Entries.Where(static entry => KeptKeys.Contains(entry.Key, StringComparer.Ordinal))
            : [];
        var byCorpus = new MappingEntry("by", origin, new ScalarNode("corpus", true, origin));
        return tree.With(split with { Value = new MappingNode([byCorpus, .. kept], split.Value.Origin) });
    }

    private static List<string> Corpora(ResolvedExperiment experiment)
    {
        var folders = new CorpusFolders(Path.Combine(experiment.RepositoryRoot, "experiments", "datasets"), "");
        return
        [
            .. DatasetCatalogue
                .Read(folders, experiment.Options.Dataset.Name)
                .Corpora.Select(static part => part.Dataset)
                .Order(StringComparer.Ordinal),
        ];
    }
}
