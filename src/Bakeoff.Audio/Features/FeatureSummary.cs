namespace Bakeoff.Audio.Features;

/// <summary>Reduction of a clip's frames.</summary>
public enum FeatureSummary
{
    /// <summary>All frames are kept: [T, F]. Frames for which a value does not exist (pitch where nothing is voiced) hold 0.</summary>
    None,

    /// <summary>The mean over the frames that have the value: [1, F].</summary>
    Mean,

    /// <summary>Ten statistics of every column, see <see cref="Functionals"/>: [1, 10 F].</summary>
    Functionals,

    /// <summary>Twenty-four statistics of the trajectory of every column, see <see cref="Features.Dynamics"/>: [1, 24 F].</summary>
    Dynamics,

    /// <summary>Mean and standard deviation (population) over the frames that have the value: [1, 2 F].</summary>
    MeanStd,
}
