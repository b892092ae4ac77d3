using System.Globalization;
using Bakeoff.Corpora;
using Bakeoff.Options;

namespace Bakeoff.Evaluation.Splits;

/// <summary>Leaks between the sides of each fold, and those that the experiment acknowledges.</summary>
/// <param name="Folds">Counts for each fold.</param>
/// <param name="Acknowledged">Leaks that the experiment acknowledges.</param>
public sealed record LeakageAudit(IReadOnlyList<FoldLeakage> Folds, IReadOnlyList<Leak> Acknowledged)
{
    /// <summary>Kinds of leaks that occur in at least one fold, in the order of <see cref="Leak"/>.</summary>
    public IReadOnlyList<Leak> Found { get; } = [.. Enum.GetValues<Leak>().Where(leak => Folds.Any(fold => fold.Count(leak) > 0))];

    /// <summary>Kinds of leaks that occur and are not acknowledged.</summary>
    public IReadOnlyList<Leak> Unacknowledged { get; } =
        [.. Enum.GetValues<Leak>().Where(leak => Folds.Any(fold => fold.Count(leak) > 0) && !Covers(Acknowledged, leak))];

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

    /// <summary>A clause for reports, such as <c>4 speakers, 10 texts on both the training and the test side</c>; null without leaks.
    /// Counts are the largest of any fold.</summary>
    public string? Summary()
    {
        var parts = Found
            .Select(leak => string.Create(CultureInfo.InvariantCulture, $"{Folds.Max(fold => fold.Count(leak))} {Words(leak)}"))
            .ToList();
        return parts.Count == 0 ? null : $"{string.Join(", ", parts)} on both the training and the test side";
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
            return string.Create(CultureInfo.InvariantCulture, $"{worst.Count(leak)} {Words(leak)} (fold {worst.Fold})");
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

    private static bool Covers(IReadOnlyList<Leak> acknowledged, Leak leak) =>
        acknowledged.Contains(leak)
        || (leak == Leak.SharedSpeakerTexts && acknowledged.Contains(Leak.SharedSpeakers) && acknowledged.Contains(Leak.SharedTexts));

    private static FoldLeakage Audit(IReadOnlyList<Clip> clips, SplitFold fold)
    {
        return new FoldLeakage(
            fold.Name,
            Shared(Partition.Test, static clip => clip.Speaker),
            Shared(Partition.Test, static clip => clip.Text),
            Shared(Partition.Test, static clip => clip.Speaker.Length == 0 || clip.Text.Length == 0 ? "" : clip.Speaker + "\n" + clip.Text),
            Shared(Partition.Test, static clip => clip.Sha256),
            Shared(Partition.Validation, static clip => clip.Speaker),
            Shared(Partition.Validation, static clip => clip.Text));

        int Shared(Partition side, Func<Clip, string> key)
        {
            var held = Keys(partition => partition == side, key);
            held.IntersectWith(
                Keys(partition => partition == Partition.Train || (partition == Partition.Validation && side == Partition.Test), key));
            return held.Count;
        }

        HashSet<string> Keys(Func<Partition, bool> isWanted, Func<Clip, string> key) =>
            [.. Enumerable.Range(0, clips.Count).Where(
                i => isWanted(fold.Partitions[i])).Select(i => key(clips[i])).Where(static value => value.Length > 0)];
    }

    private static string Words(Leak leak) => leak switch
    {
        Leak.SharedSpeakers => "speakers",
        Leak.SharedTexts => "texts",
        Leak.SharedSpeakerTexts => "speaker-text pairs",
        Leak.DuplicateSamples => "duplicate recordings",
        _ => throw new ArgumentOutOfRangeException(nameof(leak), leak, "Unknown leak."),
    };
}
