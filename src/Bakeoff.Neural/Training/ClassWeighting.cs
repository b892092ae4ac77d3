using System.Text.Json.Serialization;

namespace Bakeoff.Neural.Training;

/// <summary>Weights of classes of different size in the loss.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ClassWeighting>))]
public enum ClassWeighting
{
    /// <summary>Every clip counts the same.</summary>
    None,

    /// <summary>Every class counts the same: weight clips / (classes x clips of the class), as in scikit-learn.</summary>
    Balanced,

    /// <summary>Between the two: weights as the roots of those of <see cref="Balanced"/>.</summary>
    SquareRoot,

    /// <summary>Weights (1 - b) / (1 - b^clips of the class): clips more count less and less, as they resemble those that are there.</summary>
    EffectiveNumber,
}
