using System.Globalization;
using Bakeoff.Corpora;
using Bakeoff.Options;

namespace Bakeoff.Evaluation.Splits;

/// <summary>Leaks between the sides of each fold, and those that the experiment acknowledges.</summary>
/// <param name="Folds">Counts for each fold.</param>
/// <param name="Acknowledged">Leaks that the experiment acknowledges.</param>
public sealed record LeakageAudit(IReadOnlyList<FoldLeakage> Folds, IReadOnlyList<Leak> Acknowledged)
{
    /// <summary>The finding for each kind of leak, in the order of <see cref="Leak"/>.</summary>
    public IReadOnlyList<LeakFinding> Findings { get; } = [.. Enum.GetValues<Leak>().Select(leak => Find(Folds, leak, Acknowledged))];

    /// <summary>Kinds of leaks that occur in at least one fold.</summary>
    public IReadOnlyList<Leak> Found => Kinds(static finding => finding.State == LeakState.Found);

    /// <summary>Kinds of leaks that may occur unnoticed, because speakers or texts are unknown.</summary>
    public IReadOnlyList<Leak> Unknown => Kinds(static finding => finding.State == LeakState.CannotBeKnown);

    /// <summary>Kinds of leaks that occur and are not acknowledged.</summary>
    public IReadOnlyList<Leak> Unacknowledged => Kinds(static finding => finding is { State: LeakState.Found, IsAcknowledged: false });

    /// <summary>Audits folds.</summary>
    /// <param name="clips">All clips.</param>
    /// <param name="folds">Folds of those clips.</param>
    /// <param name="acknowledged">Leaks that the experiment acknowledges.</param>
    public static LeakageAudit Make(IReadOnlyList<Clip> clips, IReadOnlyList<SplitFold> folds, IReadOnlyList<Leak> acknowledged)
    {
        ArgumentNullException.ThrowIfNull(clips);
        ArgumentNullException.ThrowIfNull(folds);
        return new LeakageAudit([.. folds.Select(fold => Audit(clips, fold))], acknowledged);
    }

    /// <summary>A clause for reports: <c>4 speakers, 10 texts on both the training and the test side</c>, <c>none found</c>, or
    /// <c>cannot be known for speakers (unknown for all 12 clips)</c>. Counts are the largest of any fold.</summary>
    public string Summary()
    {
        var found = Findings.Where(static finding => finding.State == LeakState.Found).Select(static finding =>
            $"{finding.Amount} {finding.Items(finding.Count)}{(finding.Unknown is { } unknown ? $" ({unknown})" : "")}").ToList();
        // What is unknown of pairs is unknown of the speakers or of the texts, which are named.
        var open = Findings
            .Where(static finding => finding is { State: LeakState.CannotBeKnown, Kind: not Leak.SharedSpeakerTexts })
            .Select(static finding => $"{finding.Items()} ({finding.Unknown})")
            .ToList();
        List<string> clauses =
        [
            .. found.Count > 0 ? [$"{string.Join(", ", found)} on both the training and the test side"] : Array.Empty<string>(),
            .. open.Count > 0 ? [$"cannot be known for {string.Join(" and ", open)}"] : Array.Empty<string>(),
        ];
        return clauses.Count == 0 ? "none found" : string.Join("; ", clauses);
    }

    /// <summary>Throws if a leak is not acknowledged.</summary>
    /// <exception cref="SplitException">A leak occurs that the experiment does not acknowledge.</exception>
    public void ThrowIfUnacknowledged()
    {
        if (Unacknowledged.Count == 0)
        {
            return;
        }

        var details = Unacknowledged.Select(leak =>
        {
            var worst = Folds.MaxBy(fold => fold.Count(leak))!;
            var count = worst.Count(leak);
            return string.Create(CultureInfo.InvariantCulture, $"{count} {Findings[(int)leak].Items(count)} (fold {worst.Fold})");
        });
        var needed = Acknowledged.Concat(Unacknowledged).Distinct().Order().Select(static leak => YamlName.Of(leak));
        var error = new ErrorDetails("training and test side share {value}")
        {
            Value = string.Join(", ", details),
            Rule = "nothing in common that is not acknowledged",
            NextStep =
                $"Choose another split.by, or write acknowledge: [{string.Join(", ", needed)}] under split if that is the question asked.",
        };
        throw new SplitException("split.acknowledge", error, this);
    }

    private List<Leak> Kinds(Func<LeakFinding, bool> isWanted) => [.. Findings.Where(isWanted).Select(static finding => finding.Kind)];

    private static LeakFinding Find(IReadOnlyList<FoldLeakage> folds, Leak leak, IReadOnlyList<Leak> acknowledged)
    {
        var states = folds.Select(fold => fold.State(leak)).ToList();
        var state = states.Contains(LeakState.Found) ? LeakState.Found
            : states.Contains(LeakState.CannotBeKnown) ? LeakState.CannotBeKnown
            : LeakState.None;
        var least = folds.MaxBy(fold => fold.Unknown(leak));
        return new LeakFinding(
            leak,
            state,
            folds.Max(fold => fold.Count(leak)),
            state == LeakState.None ? 0 : least!.Unknown(leak),
            least!.Clips,
            Covers(acknowledged, leak));
    }

    private static bool Covers(IReadOnlyList<Leak> acknowledged, Leak leak) =>
        acknowledged.Contains(leak)
        || (leak == Leak.SharedSpeakerTexts && acknowledged.Contains(Leak.SharedSpeakers) && acknowledged.Contains(Leak.SharedTexts));

    private static FoldLeakage Audit(IReadOnlyList<Clip> clips, SplitFold fold)
    {
        int[] used = [.. Enumerable.Range(0, clips.Count).Where(i => fold.Partitions[i] != Partition.Unused)];
        return new FoldLeakage(
            fold.Name,
            Shared(Partition.Test, static clip => clip.Speaker),
            Shared(Partition.Test, static clip => clip.Text),
            Shared(Partition.Test, static clip => clip.Speaker.Length == 0 || clip.Text.Length == 0 ? "" : clip.Speaker + "\n" + clip.Text),
            Shared(Partition.Test, static clip => clip.Digest) + Overlapping(),
            Shared(Partition.Validation, static clip => clip.Speaker),
            Shared(Partition.Validation, static clip => clip.Text))
        {
            Clips = used.Length,
            UnknownSpeakers = used.Count(i => clips[i].Speaker.Length == 0),
            UnknownTexts = used.Count(i => clips[i].Text.Length == 0),
            UnknownSpeakerTexts = used.Count(i => clips[i].Speaker.Length == 0 || clips[i].Text.Length == 0),
        };

        int Shared<TKey>(Partition side, Func<Clip, TKey> key)
        {
            var held = new HashSet<TKey>();
            foreach (var i in used)
            {
                if (fold.Partitions[i] == side && key(clips[i]) is not "")
                {
                    held.Add(key(clips[i]));
                }
            }

            // What is found in training is taken out, so that it counts once.
            return used.Count(i =>
                (fold.Partitions[i] == Partition.Train || (fold.Partitions[i] == Partition.Validation && side == Partition.Test))
                && held.Remove(key(clips[i])));
        }

        // Stretches of one file that have samples in common with a stretch that is trained on.
        int Overlapping()
        {
            if (!used.Any(i => clips[i].Stretch is not null))
            {
                return 0;
            }

            var trained = used
                .Where(i => fold.Partitions[i] is Partition.Train or Partition.Validation)
                .ToLookup(i => clips[i].File, i => clips[i].Stretch, StringComparer.Ordinal);
            var files = new Dictionary<string, StretchSet>(StringComparer.Ordinal);
            return used.Count(i =>
            {
                if (fold.Partitions[i] != Partition.Test || !trained.Contains(clips[i].File))
                {
                    return false;
                }

                if (!files.TryGetValue(clips[i].File, out var stretches))
                {
                    files[clips[i].File] = stretches = new StretchSet(trained[clips[i].File]);
                }

                return stretches.Overlaps(clips[i].Stretch);
            });
        }
    }

    /// <summary>Stretches of one file, sorted, so that a file of many is not compared pair by pair.</summary>
    private sealed class StretchSet
    {
        private readonly ClipStretch?[] _byStart;
        private readonly double[] _starts;

        // The latest end of a stretch and of all before it.
        private readonly double[] _latestEnds;

        public StretchSet(IEnumerable<ClipStretch?> stretches)
        {
            _byStart = [.. stretches.OrderBy(static stretch => stretch?.StartSeconds ?? 0)];
            _starts = Array.ConvertAll(_byStart, static stretch => stretch?.StartSeconds ?? 0);
            _latestEnds = Array.ConvertAll(_byStart, static stretch => stretch?.EndSeconds ?? double.PositiveInfinity);
            for (var i = 1; i < _latestEnds.Length; i++)
            {
                _latestEnds[i] = Math.Max(_latestEnds[i], _latestEnds[i - 1]);
            }
        }

        public bool Overlaps(ClipStretch? stretch)
        {
            var found = Array.BinarySearch(_starts, stretch?.EndSeconds ?? double.PositiveInfinity);
            var start = stretch?.StartSeconds ?? 0;
            for (var i = Math.Min(_starts.Length, found < 0 ? ~found : found + 1) - 1; i >= 0 && _latestEnds[i] > start; i--)
            {
                if (ClipStretch.Overlap(_byStart[i], stretch))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
