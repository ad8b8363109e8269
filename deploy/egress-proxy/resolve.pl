#!/usr/bin/perl
# Squid's rewriter: puts the address in the place of the name, once, so that what Squid checks afterwards is what it
# connects to. Reads "URL …" (for CONNECT "host:port …") and answers with the same on an address. A name without an
# address leads to 0.0.0.0, which the check refuses.
use strict;
use warnings;
use Socket qw(getaddrinfo getnameinfo AF_INET AF_INET6 SOCK_STREAM NI_NUMERICHOST NIx_NOSERV);

$| = 1;
while (my $line = <STDIN>) {
    my ($target) = split ' ', $line;
    my ($before, $host, $after) = ($target // '') =~ m{^((?:http://)?)(\[[0-9a-fA-F:.]+\]|[^/:\@\[\]]+)((?::\d+)?(?:[/?].*)?)$};
    my $address = defined $host ? address_of($host) : '0.0.0.0';
    print defined $host ? qq(OK rewrite-url="${\ quoted($before . $address . $after)}"\n) : qq(OK rewrite-url="http://0.0.0.0/"\n);
}

sub address_of {
    my ($host) = @_;
    return $host if $host =~ /^\[/;
    my ($error, @found) = getaddrinfo($host, '', { socktype => SOCK_STREAM });
    return '0.0.0.0' if $error;
    my ($chosen) = ((grep { $_->{family} == AF_INET } @found), (grep { $_->{family} == AF_INET6 } @found));
    return '0.0.0.0' unless $chosen;
    my ($failed, $text) = getnameinfo($chosen->{addr}, NI_NUMERICHOST, NIx_NOSERV);
    return '0.0.0.0' if $failed;
    return $chosen->{family} == AF_INET6 ? "[$text]" : $text;
}

sub quoted {
    my ($text) = @_;
    $text =~ s/(["\\])/\\$1/g;
    return $text;
}
