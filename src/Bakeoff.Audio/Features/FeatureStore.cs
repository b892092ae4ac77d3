namespace Bakeoff.Audio.Features;

/// <summary>Numbers in which values of features are kept.</summary>
public enum FeatureStore
{
    /// <summary>32 bits.</summary>
    Float32,

    /// <summary>16 bits: rounded to 11 significant ones, up to 65,504.</summary>
    Float16,
}
