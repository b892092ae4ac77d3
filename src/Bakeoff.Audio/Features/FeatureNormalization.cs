namespace Bakeoff.Audio.Features;

/// <summary>By whose mean and deviation features are shifted and scaled to mean 0 and deviation 1. Part of the protocol: figures of different kinds are not comparable.</summary>
public enum FeatureNormalization
{
    /// <summary>By nobody's: features are used as they are.</summary>
    None,

    /// <summary>By those of the training partition, for all clips alike.</summary>
    Train,

    /// <summary>By those of all clips of the clip's own speaker, labels unseen. Transductive: a system has heard the test speaker at length before it judges a clip; marked so beside every figure.</summary>
    Speaker,

    /// <summary>Frames by those of the clip itself, before any summary; what that gives is then shifted and scaled as by train.</summary>
    Clip,
}
