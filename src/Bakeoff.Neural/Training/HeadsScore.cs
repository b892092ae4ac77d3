using Bakeoff.Neural.Data;
using Bakeoff.Neural.Losses;

namespace Bakeoff.Neural.Training;

/// <summary>Metrics of a network that predicts classes and numbers. The validation loss is that of training, of all validation clips as one
/// batch.</summary>
internal sealed class HeadsScore : EpochScore
{
    private readonly Loss _loss;
    private readonly HeadRows _classRows;
    private readonly HeadRows _targetRows;
    private readonly ClassScore _classes;
    private readonly TargetScore _targets;

    public HeadsScore(TrainingTask task)
    {
        var (classes, targets, width) = (task.Network.ClassCount, task.Network.Targets.Count, task.Network.OutputCount);
        _loss = task.CreateLoss();
        _classRows = new HeadRows(width, 0, classes, classes);
        _targetRows = new HeadRows(width, classes, targets, classes);
        _classes = new ClassScore(classes);
        _targets = new TargetScore(targets);
    }

    public override void Clear()
    {
        _classes.Clear();
        _targets.Clear();
    }

    public override void AddStep(double loss, ReadOnlySpan<float> outputs, BatchTruth truth)
    {
        _classRows.Take(outputs, truth);
        _classes.AddStep(0, _classRows.Outputs, _classRows.Truth);
        _targetRows.Take(outputs, truth);
        _targets.AddStep(loss, _targetRows.Outputs, _targetRows.Truth);
    }

    // The targets have all clips, and so the loss.
    public override EpochResult AddTraining(EpochResult result)
    {
        var numbers = _targets.AddTraining(result);
        return _classes.AddTraining(result) with { TrainLoss = numbers.TrainLoss, TrainCcc = numbers.TrainCcc };
    }

    public override EpochResult AddValidation(EpochResult result, ReadOnlySpan<float> outputs, BatchTruth truth)
    {
        _classRows.Take(outputs, truth);
        _targetRows.Take(outputs, truth);
        result = _classes.AddValidation(result, _classRows.Outputs, _classRows.Truth);
        result = _targets.AddValidation(result, _targetRows.Outputs, _targetRows.Truth);
        return result with { ValidationLoss = _loss.Compute(outputs, truth, new float[outputs.Length]) };
    }
}
