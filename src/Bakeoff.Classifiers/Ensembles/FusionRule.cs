namespace Bakeoff.Classifiers.Ensembles;

/// <summary>Rule by which an ensemble makes one prediction of its members' predictions.</summary>
public enum FusionRule
{
    /// <summary>Mean of the probabilities, or of the predicted numbers.</summary>
    Mean,

    /// <summary>Mean of the log-probabilities, normalised: the geometric mean, in which a member that excludes a class has more say.</summary>
    LogitMean,

    /// <summary>Logistic regression over the log-probabilities of all members, fitted on clips that every member held out of its
    /// training.</summary>
    Stacking,
}
