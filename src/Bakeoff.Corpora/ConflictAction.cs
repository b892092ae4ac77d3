namespace Bakeoff.Corpora;

/// <summary>What the index does with one recording under two labels.</summary>
public enum ConflictAction
{
    /// <summary>Stop and name the clips.</summary>
    Fail,

    /// <summary>Leave out all clips of the recording: nobody knows which label is right.</summary>
    Exclude,
}
