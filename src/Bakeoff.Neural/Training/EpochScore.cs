using Bakeoff.Neural.Data;

namespace Bakeoff.Neural.Training;

/// <summary>Metrics of an epoch's steps, and of the validation clips after it.</summary>
internal abstract class EpochScore
{
    /// <summary>The score of a training.</summary>
    public static EpochScore Create(TrainingTask task) => task.Network switch
    {
        { ClassCount: > 0, Targets.Count: > 0 } => new HeadsScore(task),
        { Targets.Count: > 0 } => new TargetScore(task.Network.Targets.Count, task.CreateLoss()),
        _ => new ClassScore(task.Network.ClassCount),
    };

    /// <summary>Forgets all steps.</summary>
    public abstract void Clear();

    /// <summary>Adds a step.</summary>
    /// <param name="loss">Mean loss of the step's clips.</param>
    /// <param name="outputs">Outputs of the clips, [clips, outputs].</param>
    /// <param name="truth">What is known of them.</param>
    public abstract void AddStep(double loss, ReadOnlySpan<float> outputs, BatchTruth truth);

    /// <summary>Adds the metrics of the steps to an epoch's result.</summary>
    public abstract EpochResult AddTraining(EpochResult result);

    /// <summary>Adds the metrics of the validation clips to an epoch's result; the steps are forgotten.</summary>
    /// <param name="result">The result.</param>
    /// <param name="outputs">Outputs of all validation clips in the order of their set.</param>
    /// <param name="truth">What is known of them.</param>
    public abstract EpochResult AddValidation(EpochResult result, ReadOnlySpan<float> outputs, BatchTruth truth);
}
