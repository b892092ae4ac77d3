using Bakeoff.Neural.Data;
using Bakeoff.Neural.Losses;
using Bakeoff.Numerics;
using Bakeoff.Options;

namespace Bakeoff.Neural.Training;

/// <summary>One training: the network, its clips, and the settings.</summary>
public sealed record TrainingTask
{
    /// <summary>Network to train; its weights, statistics and standardisation are replaced.</summary>
    public required Network Network { get; init; }

    /// <summary>Training clips with labels, with targets, or with both, as the network predicts.</summary>
    public required SequenceSet Train { get; init; }

    /// <summary>Clips evaluated after each epoch; null or empty only when <c>stop_on</c> is a training metric.</summary>
    public SequenceSet? Validation { get; init; }

    /// <summary>Settings of the training.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>Loss and weight of the classes, if the network has any, then of each target; the loss of <see cref="Options"/> then has no
    /// part. Default: none, one loss for all outputs.</summary>
    public IReadOnlyList<OutputHead> Heads { get; init; } = [];

    /// <summary>Seed of shuffling, dropout and augmentation, each with its own stream. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Device to compute on: <c>cpu</c> or <c>cuda:N</c>. Default cpu.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Threads; they change the time, never the result. Default: the calling one.</summary>
    public WorkerPool Pool { get; init; } = WorkerPool.Serial;

    /// <summary>Folder of a checkpoint written after each epoch and resumed from when
    /// present, by engines that can; null for none.</summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>Validation clips if there are any.</summary>
    internal SequenceSet? ValidationClips => Validation is { ClipCount: > 0 } ? Validation : null;

    /// <summary>Creates the loss, with the class weights, smoothing and adjustment of the options.</summary>
    /// <exception cref="ArgumentException">The number of given weights is not the number of classes.</exception>
    public Loss CreateLoss() => Heads.Count > 0
        ? new HeadsLoss(Network.ClassCount, [.. Heads.Select(head => (head.Weight, CreateLoss(head.Loss)))])
        : CreateLoss(Options.Loss);

    private Loss CreateLoss(LossOptions options)
    {
        if (options.IsForTargets)
        {
            return options.Create(new LossSetting([], LabelSmoothing: 0));
        }

        var classes = ClassWeights.CountClips(Train, Network.ClassCount);
        var loss = options.Create(new LossSetting(ClassWeights.Compute(Options, classes), Options.LabelSmoothing));
        return Options.LogitAdjustment == 0 ? loss : new AdjustedLoss(loss, ClassWeights.Offsets(Options.LogitAdjustment, classes));
    }

    /// <summary>Throws if the training could not begin or end well.</summary>
    /// <exception cref="ArgumentException">An option is out of range, or there is nothing to train on.</exception>
    /// <exception cref="SequenceDataException">A feature is not finite or a label is outside the classes.</exception>
    /// <exception cref="TargetException">A number cannot be learned from the clips.</exception>
    /// <exception cref="Layers.LayerShapeException">The clips do not fit the network.</exception>
    internal void Check()
    {
        var (hasClasses, hasTargets) = (Network.ClassCount > 0, Network.Targets.Count > 0);
        foreach (var problem in Options.Validate().Concat(Options.ValidateFor(hasClasses, hasTargets)))
        {
            throw new ArgumentException($"training: {problem.Key} {problem.Message}", nameof(Options));
        }

        CheckHeads();

        if (Train.ClipCount == 0)
        {
            throw new ArgumentException("training: there are no training clips, expected at least one. Check the split.", nameof(Train));
        }

        Check(Train, "training", Options.StopOn == StopMetric.TrainCcc);
        if (ValidationClips is { } validation)
        {
            Check(validation, "validation", Options.StopOn == StopMetric.ValidationCcc);
        }
        else if (Options.LooksAtValidation)
        {
            throw new ArgumentException(
                $"training: stop_on is {Options.StopOn}, but there are no validation clips. Keep some, or stop on a train metric.",
                nameof(Validation));
        }
    }

    /// <summary>Fits the scales of the targets to the training clips, sets them in the network, and puts the targets of all clips on
    /// them.</summary>
    internal TrainingTask StandardizeTargets()
    {
        Network.Targets = [.. Network.Targets.Select((target, position) => TargetScale.Fit(target.Name, Train, position))];
        var count = Network.Targets.Count;
        return this with
        {
            Train = Train.WithTargets(TargetScale.Standardize(Train, Network.Targets), count),
            Validation = ValidationClips?.WithTargets(TargetScale.Standardize(ValidationClips, Network.Targets), count),
        };
    }

    // Classes first, then each target.
    private void CheckHeads()
    {
        if (Heads.Count == 0 && Network is { ClassCount: 0 } or { Targets.Count: 0 })
        {
            return;
        }

        bool[] ofTargets = [.. Network.ClassCount > 0 ? [false] : Array.Empty<bool>(), .. Network.Targets.Select(static _ => true)];
        if (!Heads.Select(static head => head.Loss.IsForTargets).SequenceEqual(ofTargets))
        {
            throw new ArgumentException(
                $"training: the losses of the heads are [{string.Join(", ", Heads.Select(static head => head.Loss.Kind))}], expected "
                    + "one for classes if the network has any, then one for numbers for each target.",
                nameof(Heads));
        }
    }

    private bool NeedsVariation(int target) =>
        (Heads.Count > 0 ? Heads[^(Network.Targets.Count - target)].Loss : Options.Loss).NeedsVariedTargets;

    private void Check(SequenceSet clips, string side, bool needsVariedTargets)
    {
        Network.CheckInput(clips);
        if (Network.ClassCount > 0)
        {
            clips.CheckLabels(Network.ClassCount, mayBeMissing: Network.Targets.Count > 0);
            if (!Enumerable.Range(0, clips.ClipCount).Any(clip => clips.Label(clip) != BatchTruth.NoLabel))
            {
                throw new ArgumentException($"training: no {side} clip has a label, expected at least one. Check the corpus and the split.", side);
            }

            var loss = Heads.Count > 0 ? Heads[0].Loss : Options.Loss;
            clips.CheckShares(Network.ClassCount);
            if (clips.ShareCount > 0 && !loss.TakesShares)
            {
                throw new ArgumentException(
                    $"training: the {side} clips have shares of the classes, which loss {loss.Kind} does not take. Use cross_entropy.", side);
            }
        }

        if (Network.Targets.Count == 0)
        {
            return;
        }

        if (clips.TargetCount != Network.Targets.Count)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"training: the {side} clips have {clips.TargetCount} targets, ")
                    + FormattableString.Invariant($"expected {Network.Targets.Count}, one for each of the network. Use SequenceSet.WithTargets."),
                side);
        }

        clips.CheckTargets();
        foreach (var (position, target) in Network.Targets.Index())
        {
            CheckTarget(
                target.Name, clips.PresentTargets(position), side, needsVariedTargets || (side == "training" && NeedsVariation(position)));
        }
    }

    private static void CheckTarget(string name, double[] values, string side, bool needsVariedTargets)
    {
        if (values.Length == 0 && (side == "training" || needsVariedTargets))
        {
            throw new TargetException(name, new ErrorDetails($"{{value}} {side} clip has this number")
            {
                Value = "no",
                Rule = "at least one",
                NextStep = "Check the corpus and the split.",
            });
        }

        if (needsVariedTargets && !values.AsSpan().ContainsAnyExcept(values[0]))
        {
            throw new TargetException(name, new ErrorDetails($"all {side} clips have {{value}}")
            {
                Value = values[0].ToString(System.Globalization.CultureInfo.InvariantCulture),
                Rule = "at least two different numbers, without which CCC is not defined",
                NextStep = "Leave the target out, or use loss: mse and stop_on: validation_loss.",
            });
        }
    }
}
