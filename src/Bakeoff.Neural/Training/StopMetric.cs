using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Neural.Training;

/// <summary>Metrics that can select the best epoch. Losses are better when lower, the rest when higher.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<StopMetric>))]
public enum StopMetric
{
    /// <summary>Unweighted average recall on the validation clips.</summary>
    [AlsoCalled("val_uar", "val_recall", "valid_uar")]
    ValidationUar,

    /// <summary>Accuracy on the validation clips.</summary>
    [AlsoCalled("val_acc", "val_accuracy", "valid_accuracy")]
    ValidationAccuracy,

    /// <summary>Mean cross-entropy on the validation clips; of numbers, the loss of training.</summary>
    [AlsoCalled("val_loss", "valid_loss")]
    ValidationLoss,

    /// <summary>Unweighted average recall over the epoch's training steps.</summary>
    TrainUar,

    /// <summary>Accuracy over the epoch's training steps.</summary>
    TrainAccuracy,

    /// <summary>Mean loss over the epoch's training steps.</summary>
    TrainLoss,

    /// <summary>Concordance correlation coefficient on the validation clips, mean over targets.</summary>
    [AlsoCalled("val_ccc", "valid_ccc")]
    ValidationCcc,

    /// <summary>Concordance correlation coefficient over the epoch's training steps, mean over targets.</summary>
    TrainCcc,
}
