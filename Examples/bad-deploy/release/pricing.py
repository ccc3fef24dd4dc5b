"""What an order costs, in cents."""

COUPONS = {"WELCOME10": 10, "AUTUMN20": 20}


def subtotal(lines):
    """The sum of the lines, each (cents, quantity)."""
    return sum(cents * quantity for cents, quantity in lines)


def total(lines, coupon):
    """The sum of the lines less the coupon's percentage. Customers type coupons as they like."""
    percent = COUPONS.get(coupon.strip().upper(), 0)
    return subtotal(lines) * (100 - percent) // 100
