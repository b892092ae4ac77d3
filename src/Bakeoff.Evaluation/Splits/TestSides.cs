using Bakeoff.Corpora;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Evaluation.Splits;

/// <summary>The test side of every fold, one method for each <see cref="SplitRule"/>.</summary>
internal static class TestSides
{
    /// <summary>Marks the test side of every fold; all other clips are for training, except those that a rule leaves unused.</summary>
    /// <param name="clips">All clips, in the order of <see cref="Clip.ByContent"/>.</param>
    /// <param name="options">Valid options.</param>
    /// <param name="random">Random stream of the split.</param>
    /// <returns>Name and partitions of each fold.</returns>
    /// <exception cref="SplitException">The clips cannot be split as requested.</exception>
    public static IEnumerable<(string Name, Partition[] Partitions)> Choose(Clip[] clips, SplitOptions options, SeededRandom random) =>
        options.By switch
    {
        SplitRule.Random => OneFold(clips, Random(clips, options, random)),
        SplitRule.Speaker => OneFold(clips, Speakers(clips, options, random)),
        SplitRule.LeaveOneSpeakerOut =>
            ClipGroups.Speakers(clips).Select(speaker => (speaker, MarkTest(clips, Where(clips, clip => clip.Speaker == speaker)))),
        SplitRule.Kfold => KFold.Split(clips, options, random.Stream("folds")),
        SplitRule.Corpus => Corpora(clips, options, random),
        SplitRule.Folds => StatedFolds(clips, options.Columns),
        SplitRule.Stated => [("1", Stated(clips, options.Stated!))],
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.By, "Unknown rule."),
    };

    private static IReadOnlyList<int> Random(Clip[] clips, SplitOptions options, SeededRandom random)
    {
        // One clip of each class stays for training, and another where the validation side is drawn by clip.
        var isValidatedByClip = options.Validation > 0 && (options.ValidationBy is null or SplitGrouping.None);
        var side = new HoldoutSide("test", options.Test, isValidatedByClip ? 2 : 1) { StratifyBy = options.StratifyBy };
        return Holdout.Clips(clips, All(clips), side, random.Stream("test"));
    }

    private static IReadOnlyList<int> Speakers(Clip[] clips, SplitOptions options, SeededRandom random)
    {
        var speakers = ClipGroups.Speakers(clips);
        if (options.TestSpeakers.Count == 0)
        {
            var side = new HoldoutSide("test", options.Test, 0) { StratifyBy = options.StratifyBy };
            return Holdout.Groups(clips, All(clips), static clip => clip.Speaker, side, random.Stream("test"));
        }

        if (options.TestSpeakers.FirstOrDefault(name => !speakers.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new SplitException("split.test_speakers", new ErrorDetails($"'{unknown}' is no speaker of this corpus")
            {
                Rule = $"one of {string.Join(", ", speakers)}",
            });
        }

        return Where(clips, clip => options.TestSpeakers.Contains(clip.Speaker, StringComparer.OrdinalIgnoreCase));
    }

    private static IEnumerable<(string Name, Partition[] Partitions)> Corpora(Clip[] clips, SplitOptions options, SeededRandom random)
    {
        var corpora = clips.Select(ChoiceCorpora.CorpusOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        RequireCorpora(options.TestCorpora, "split.test_corpora", corpora);
        RequireCorpora(options.TrainCorpora, "split.train_corpora", corpora);
        var trained = options.TrainCorpora.Count == 0
            ? corpora.Except(options.TestCorpora, StringComparer.Ordinal).ToList()
            : options.TrainCorpora;
        var sides = Array.ConvertAll(
            clips,
            clip => trained.Contains(ChoiceCorpora.CorpusOf(clip), StringComparer.Ordinal) ? Partition.Train
                : options.TestCorpora.Contains(ChoiceCorpora.CorpusOf(clip), StringComparer.Ordinal) ? Partition.Test
                : Partition.Unused);
        return sides.Contains(Partition.Test) ? [("1", sides)] : WithinCorpora(clips, sides, options, random);
    }

    // Every corpus that is tested on is trained on as well: its speakers are held out in turn, and what else is trained on stays.
    private static IEnumerable<(string Name, Partition[] Partitions)> WithinCorpora(
        Clip[] clips, Partition[] sides, SplitOptions options, SeededRandom random)
    {
        var within = Where(clips, clip => options.TestCorpora.Contains(ChoiceCorpora.CorpusOf(clip), StringComparer.Ordinal));
        var own = Array.ConvertAll(within, i => clips[i]);
        var folds = ClipGroups.Speakers(own).Count <= options.Folds
            ? new SplitOptions { By = SplitRule.LeaveOneSpeakerOut }
            : new SplitOptions { By = SplitRule.Kfold, GroupBy = SplitGrouping.Speaker, Folds = options.Folds, StratifyBy = options.StratifyBy };
        foreach (var (name, partitions) in Choose(own, folds, random))
        {
            var all = sides.ToArray();
            for (var i = 0; i < within.Length; i++)
            {
                all[within[i]] = partitions[i];
            }

            yield return (name, all);
        }
    }

    private static void RequireCorpora(IReadOnlyList<string> named, string key, IReadOnlyList<string> corpora)
    {
        if (named.FirstOrDefault(name => !corpora.Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            throw new SplitException(key, new ErrorDetails($"'{unknown}' is no corpus of this dataset")
            {
                Rule = $"one of {string.Join(", ", corpora)}",
                NextStep = "Name one of those under corpora of the dataset, or use a dataset that has it.",
            });
        }
    }

    private static List<(string Name, Partition[] Partitions)> StatedFolds(Clip[] clips, IReadOnlyList<string> columns)
    {
        var folds = new List<(string Name, Partition[] Partitions)>(columns.Count);
        foreach (var column in columns)
        {
            ClipGroups.RequireColumn(column, clips, "split.columns", []);
            var partitions = Array.ConvertAll(clips, clip => SideOf(clip, column));
            if (!partitions.Contains(Partition.Test))
            {
                throw new SplitException("split.columns", new ErrorDetails($"column {column} has {{value}} clips to test on")
                {
                    Value = "0",
                    Rule = "at least 1",
                    NextStep = "Compare with index.csv.",
                });
            }

            folds.Add((column, partitions));
        }

        // Figures pool the folds: a clip that is tested twice would count twice.
        for (var i = 0; i < clips.Length; i++)
        {
            var tested = folds.Where(fold => fold.Partitions[i] == Partition.Test).Select(static fold => fold.Name).Take(2).ToList();
            if (tested.Count > 1)
            {
                throw new SplitException("split.columns", new ErrorDetails($"{clips[i].Path} is tested in {{value}}")
                {
                    Value = string.Join(" and ", tested),
                    Rule = "each clip tested in one fold at most",
                    NextStep = "Name one of these columns, and the other in an experiment of its own.",
                });
            }
        }

        return folds;
    }

    private static Partition SideOf(Clip clip, string column)
    {
        var side = clip.Values.TextOf(column);
        return side.Length == 0 ? Partition.Unused
            : Enum.TryParse<Partition>(side, ignoreCase: true, out var partition) && Enum.IsDefined(partition) ? partition
            : throw new SplitException("split.columns", new ErrorDetails($"{column} of {clip.Path}")
            {
                Value = $"'{side}'",
                Rule = "train, validation, test or nothing",
                NextStep = $"Give columns.{column} of the dataset a map from its codes to these.",
            });
    }

    private static Partition[] Stated(Clip[] clips, StatedSplit stated)
    {
        var partitions = new Partition[clips.Length];
        Mark(Partition.Test, stated.Test, "split.stated.test");
        Mark(Partition.Validation, stated.Validation, "split.stated.validation");
        Mark(Partition.Unused, stated.Unused, "split.stated.unused");
        return partitions;

        void Mark(Partition side, StatedPartition list, string key)
        {
            foreach (var name in list.Speakers)
            {
                Assign(side, $"{key}.speakers", name, Where(clips, clip => IsSame(clip.Speaker, name)));
            }

            foreach (var name in list.Texts)
            {
                Assign(side, $"{key}.texts", name, Where(clips, clip => IsSame(clip.Text, name)));
            }

            foreach (var name in list.Clips)
            {
                Assign(side, $"{key}.clips", name, ClipPaths.Find(clips, name));
            }
        }

        void Assign(Partition side, string key, string name, IReadOnlyList<int> matches)
        {
            foreach (var i in matches)
            {
                if (partitions[i] != Partition.Train && partitions[i] != side)
                {
                    throw new SplitException(
                        key, new ErrorDetails($"'{name}' names {clips[i].Path}, which is already on the {YamlName.Of(partitions[i])} list")
                    {
                        Rule = "one list for each clip",
                        NextStep = "Remove it from one.",
                    });
                }

                partitions[i] = side;
            }

            if (matches.Count == 0)
            {
                throw new SplitException(key, new ErrorDetails($"'{name}' names {{value}} clips of this corpus")
                {
                    Value = "0",
                    Rule = "at least 1",
                    NextStep = "Compare with index.csv.",
                });
            }
        }
    }

    private static bool IsSame(string name, string stated) => name.Equals(stated, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<(string, Partition[])> OneFold(Clip[] clips, IReadOnlyList<int> test) => [("1", MarkTest(clips, test))];

    private static Partition[] MarkTest(Clip[] clips, IReadOnlyList<int> test)
    {
        var partitions = new Partition[clips.Length];
        foreach (var i in test)
        {
            partitions[i] = Partition.Test;
        }

        return partitions;
    }

    private static int[] All(Clip[] clips) => [.. Enumerable.Range(0, clips.Length)];

    private static int[] Where(Clip[] clips, Func<Clip, bool> condition) =>
        [.. Enumerable.Range(0, clips.Length).Where(i => condition(clips[i]))];
}
