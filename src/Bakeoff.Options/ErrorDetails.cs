using System.Text;

namespace Bakeoff.Options;

/// <summary>The parts of an error message, kept apart so that a program can read them and an upper layer can add advice.</summary>
/// <param name="What">
/// The thing that is wrong, such as <c>features.win_length</c>, or a whole clause that shows the value itself: <c>'data' chunk declares
/// {value} bytes</c>.
/// </param>
/// <remarks>
/// Text: <c>where: what is value, expected rule. Next step.</c> Parts that are null are left out. All parts are culture-free.
/// </remarks>
public sealed record ErrorDetails(string What)
{
    private const string Placeholder = "{value}";

    /// <summary>File, folder, clip, stage or address at which the error lies; null where the whole request is meant.</summary>
    public string? Where { get; init; }

    /// <summary>
    /// The value found. It replaces <c>{value}</c> in <see cref="What"/>, or follows it after "is"; null where there is none.
    /// </summary>
    public string? Value { get; init; }

    /// <summary>The rule that the value breaks, such as <c>at most n_fft (512)</c>; null where <see cref="What"/> makes it plain.</summary>
    public string? Rule { get; init; }

    /// <summary>The next steps of the user, as sentences; null where only an upper layer knows.</summary>
    public string? NextStep { get; init; }

    /// <summary>The message for a person.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (!string.IsNullOrEmpty(Where))
        {
            text.Append(Where).Append(": ");
        }

        if (Value is null)
        {
            text.Append(What);
        }
        else if (What.Contains(Placeholder, StringComparison.Ordinal))
        {
            text.Append(What.Replace(Placeholder, Value, StringComparison.Ordinal));
        }
        else
        {
            text.Append(What).Append(" is ").Append(Value);
        }

        if (!string.IsNullOrEmpty(Rule))
        {
            text.Append(", expected ").Append(Rule);
        }

        if (text.Length > 0 && text[^1] is not ('.' or '!' or '?'))
        {
            text.Append('.');
        }

        return string.IsNullOrEmpty(NextStep) ? text.ToString() : text.Append(' ').Append(NextStep).ToString();
    }
}
