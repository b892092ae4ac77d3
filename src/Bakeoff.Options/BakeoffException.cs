namespace Bakeoff.Options;

/// <summary>Base of all errors that the user can mend. The command prints the message without a stack and exits with code 2.</summary>
/// <remarks>
/// A lower layer states the fact. The layer that knows what the user can do about it sets <see cref="NextStep"/> and throws on.
/// </remarks>
public abstract class BakeoffException : Exception
{
    private ErrorDetails _details;

    /// <summary>Creates the exception.</summary>
    /// <param name="details">Where, what, value, rule and next step.</param>
    /// <param name="innerException">The cause, if there was one.</param>
    protected BakeoffException(ErrorDetails details, Exception? innerException = null)
        : base(message: null, innerException)
    {
        ArgumentNullException.ThrowIfNull(details);
        _details = details;
    }

    /// <summary>File, folder, clip, stage or address at which the error lies; null where the whole request is meant.</summary>
    public string? Where => _details.Where;

    /// <summary>The thing that is wrong.</summary>
    public string What => _details.What;

    /// <summary>The value found; null where there is none.</summary>
    public string? Value => _details.Value;

    /// <summary>The rule that the value breaks; null where <see cref="What"/> makes it plain.</summary>
    public string? Rule => _details.Rule;

    /// <summary>The next steps of the user, as sentences; null until a layer that knows sets it.</summary>
    public string? NextStep
    {
        get => _details.NextStep;
        set => _details = _details with { NextStep = value };
    }

    /// <summary>All parts as one text for a person: <c>where: what is value, expected rule. Next step.</c></summary>
    public override string Message => _details.ToString();
}
