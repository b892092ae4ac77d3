using Bakeoff.Audio.Decoding;
using Bakeoff.Options;

namespace Bakeoff.Codecs;

/// <summary>Words the errors of one recording.</summary>
/// <param name="name">Name of the recording.</param>
internal sealed class Damage(string name)
{
    /// <summary>The exception for one place.</summary>
    /// <param name="offset">Byte at which the offending page, frame or field begins.</param>
    /// <param name="what">The thing that is wrong, or a clause with {value} in it.</param>
    /// <param name="value">The value found; null where there is none.</param>
    /// <param name="rule">What was expected; null where <paramref name="what"/> makes it plain.</param>
    /// <param name="nextStep">A remedy that follows from the format; null elsewhere.</param>
    public AudioFormatException At(
        long offset,
        FormattableString what,
        FormattableString? value = null,
        FormattableString? rule = null,
        string? nextStep = null) =>
        new(
            name,
            offset,
            new ErrorDetails(FormattableString.Invariant(what))
            {
                Value = value is null ? null : FormattableString.Invariant(value),
                Rule = rule is null ? null : FormattableString.Invariant(rule),
                NextStep = nextStep,
            });

    /// <summary>Runs a call of a library, whose exceptions of any type mean that the recording is damaged.</summary>
    /// <param name="offset">Byte at which the page or frame begins.</param>
    /// <param name="part">Name of that part, such as <c>frame</c>.</param>
    /// <param name="call">The call.</param>
    public TResult Guard<TResult>(long offset, string part, Func<TResult> call)
    {
        try
        {
            return call();
        }
        catch (Exception exception) when (exception is not AudioFormatException and not OutOfMemoryException and not IOException)
        {
            throw At(offset, $"{part} at byte {offset} cannot be decoded: {exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}");
        }
    }
}
