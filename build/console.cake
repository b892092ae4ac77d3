// Cake asks the terminal's name for colours, and not where its output goes.

/// <summary>Leaves out the terminal's colours.</summary>
sealed class PlainWriter : System.IO.TextWriter
{
    private readonly System.IO.TextWriter inner;

    public PlainWriter(System.IO.TextWriter inner) => this.inner = inner;

    public override System.Text.Encoding Encoding => inner.Encoding;

    public override void Write(char value) => inner.Write(value);

    public override void Write(string value) => inner.Write(WithoutColours(value));

    public override void WriteLine(string value) => inner.WriteLine(WithoutColours(value));

    public override void Flush() => inner.Flush();

    private static string WithoutColours(string text) => System.Text.RegularExpressions.Regex.Replace(text ?? string.Empty, "\u001b\\[[0-9;]*m", string.Empty);
}

if (Console.IsOutputRedirected)
{
    Console.SetOut(new PlainWriter(Console.Out));
}

if (Console.IsErrorRedirected)
{
    Console.SetError(new PlainWriter(Console.Error));
}
